// rrweb in a surface's page, as its documentation has it; what it emits is kept for whoever drives the page. It looks
// into frames by itself.
import { record } from '@rrweb/record';

if (window === top) {
  const events = [];
  record({ emit: (event) => events.push(event) });
  window.rrweb = { events, idOf: (node) => record.mirror.getId(node) };
}
