// The scanner: the part of the content script that looks at the whole page, for a picture. The worker puts it into a
// document with the first picture of it, so that a page that nobody works in is not made to load it.

import { answer } from './desk';
import { serve } from './probe';

serve(answer);
