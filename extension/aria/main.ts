// Accessibility snapshots: the part of the content script that tells what is on a page by role, name and state, where the
// policy asks for it. The worker puts it into a document before the first one; elsewhere it is never loaded.

import { look, refOf } from './look';
import { serveLook } from './probe';

serveLook({ look: () => void look(), ref: refOf });
