// A record in words: what sort of thing happened, and what it was. What comes from a page stays as it is recorded.

import { text } from '../browser';
import { count } from '../ui/words';
import type { Entry, Modifiers, Target, Told } from './record';

/** What each kind is called. */
const KINDS = new Map<string, () => string>(
  Object.entries({
    session: () => text('kind_session'),
    task: () => text('kind_task'),
    navigate: () => text('kind_navigate'),
    tab: () => text('kind_tab'),
    click: () => text('kind_click'),
    drag: () => text('kind_drag'),
    scroll: () => text('kind_scroll'),
    key: () => text('kind_key'),
    type: () => text('kind_type'),
    clipboard: () => text('kind_clipboard'),
    select: () => text('kind_select'),
    change: () => text('kind_change'),
    focus: () => text('kind_focus'),
    frame: () => text('kind_frame'),
    aria: () => text('kind_aria'),
    gap: () => text('kind_gap'),
  }),
);

/** The kind in words; one that is not known by its name. */
export function kindWords(kind: string): string {
  return KINDS.get(kind)?.() ?? kind;
}

/** One line that says what happened; empty where there is nothing to be said. */
export function describe(told: Told): string {
  switch (told.kind) {
    case 'session':
      return text('session_of', told.date ?? '', told.version ?? '');
    case 'navigate':
      return [told.title, told.url].filter(Boolean).join(' – ');
    case 'type':
      if (told.actor === 'remote') return text('type_others');
      return told.text || text('type_nothing', count(told.keys?.length ?? 0));
    case 'task':
      return task(told);
    case 'key':
      return combination(told);
    case 'clipboard':
      return clipboard(told);
    case 'frame':
      return `${phase(told)} ${text('frame_redacted', count(told.redacted ?? 0))}`;
    case 'aria':
      return text('aria_lines', count(told.snapshot ? told.snapshot.split('\n').length : 0));
    case 'gap':
      return gap(told);
    default:
      return [told.text ?? told.value, told.target && element(told.target)].filter(Boolean).join(' – ');
  }
}

/** Records that are shown in one row, in words. */
export function describeRow(row: readonly Entry[]): string {
  const [first] = row;
  if (!first) return '';
  const words = describe(first.told);
  return row.length > 1 ? `${words} ${text('gap_many', count(row.length))}` : words;
}

/** An element by its role and its name. */
function element({ tag, role, selectors, sensitive }: Target): string {
  if (sensitive) return text('target_sensitive');
  const { name, label, text: own, placeholder, testId, css } = selectors;
  return text('target_named', role ?? tag, name || label || own || placeholder || testId || css);
}

function combination({ key, code, modifiers }: Told): string {
  const held: [keyof Modifiers, string][] = [
    ['ctrl', text('key_ctrl')],
    ['alt', text('key_alt')],
    ['altGraph', text('key_alt_graph')],
    ['shift', text('key_shift')],
    ['meta', text('key_meta')],
  ];
  const names = held.filter(([name]) => modifiers?.[name]).map(([, words]) => words);
  return [...names, key?.trim() ? key : (code ?? '')].join(' + ');
}

/** What the person has said of it; that it began or ended, where they have said nothing. */
function task({ phase, goal, outcome }: Told): string {
  const begins = phase === 'start';
  const note = begins ? goal : outcome;
  if (note) return begins ? text('task_begins', note) : text('task_ends', note);
  return begins ? text('task_begun') : text('task_ended');
}

function clipboard({ what, length }: Told): string {
  const characters = count(Number(length));
  switch (what) {
    case 'cut':
      return text('clipboard_cut', characters);
    case 'copy':
      return text('clipboard_copy', characters);
    case 'paste':
      return text('clipboard_paste', characters);
    default:
      return what ?? '';
  }
}

function phase(told: Told): string {
  return told.phase === 'before' ? text('frame_before') : text('frame_after');
}

function gap({ reason }: Told): string {
  switch (reason) {
    case 'private':
      return text('gap_private');
    case 'frame':
      return text('gap_frame');
    case 'aria':
      return text('gap_aria');
    case 'lost':
      return text('gap_lost');
    case 'fault':
      return text('gap_fault');
    default:
      return reason ?? '';
  }
}
