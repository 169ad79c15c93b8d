// Text in sight, block by block: over all inline elements. Which blocks read as one text is for the worker to say.

import type { Rect, TextRun } from '../../schema/messages';
import { SURFACE } from '../page/conventions';
import { keepsSpace, own } from '../page/dom';
import { allBoxes, type Piece, shownOf } from './boxes';

/** Text, and the pieces that it is drawn in. */
export interface Block extends Omit<TextRun, 'id'> {
  pieces: Piece[];
  seen: boolean;
}

/** Collects blocks. */
export function blocksOfPage() {
  const all: Block[] = [];
  const editors: (Element | null)[] = [null];
  let open: Block | undefined;

  /** Adds something that is written where the last piece ends. Answers where it is seen. */
  const add = (piece: Piece, text: string): Rect[] => {
    const { node } = piece;
    if (!open) {
      const parent = node instanceof Element ? node : node.parentElement;
      const editor = parent && own(parent, 'closest').call(parent, SURFACE);
      open = { text: '', pieces: [], seen: false };
      if (editor && !editors.includes(editor)) editors.push(editor);
      if (editor) open.place = editor.closest('.xterm') ? 'terminal' : 'code';
      if (editor || (parent && keepsSpace(parent))) open.lines = editors.indexOf(editor);
      all.push(open);
    }
    const boxes = allBoxes(piece);
    const [first] = boxes;
    open.pieces.push({ ...piece, at: open.text.length });
    open.text += text;
    if (!first || (!text.trim() && !open.lines)) return [];
    open.first ??= first;
    open.last = boxes.at(-1) ?? first;
    const shown = shownOf(boxes, piece);
    if (shown.length) open.seen = true;
    return shown;
  };
  /** A `<br>`. */
  const breakLine = () => {
    if (open) open.text += '\n';
  };
  /** What comes next is another block. */
  const close = () => {
    open = undefined;
  };
  /** The blocks in sight, and lines around them. */
  const inSight = () => all.filter(({ seen, lines }) => seen || lines !== undefined);
  return { all, add, breakLine, close, inSight };
}
