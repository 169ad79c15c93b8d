// Why Candor misses what it misses: each cause is known by what is wrong, and on which surface where that is not enough.

const CAUSES = [
  {
    of: /^click: the element is a <(div|textarea)>|^click: \w+ leads to another element/,
    on: /Monaco|Ace/,
    cause:
      'The editor takes the pointer for itself when the button goes down (pointer capture in Monaco, a field moved under the hand in Ace), so the click event names another element than the one that was pressed; the record follows the click.',
  },
  {
    of: /^scroll: (the element’s box|\w+ leads to)/,
    on: /Monaco|Ace/,
    cause:
      'Where the page scrolls by itself, the element is described when scrolling is over: the line that was under the pointer has moved on or shows another line.',
  },
  {
    of: /^type: text is/,
    on: /Ace/,
    cause: 'The text is read from Ace’s hidden field, which holds only a piece of the line. The keys are all there.',
  },
  {
    of: /^type: text is/,
    on: /JupyterLab/,
    cause: 'Shift+Enter runs the cell and takes the keyboard away; the text is told twice, with a line break between.',
  },
  {
    of: /^type: text is/,
    on: /./,
    cause:
      'The text is the difference between what stood there before and after: what is typed over a text that begins or ends alike loses those characters, and so does what is put before or behind the like of it. The keys are all there.',
  },
  {
    of: /^(key|type|clipboard): role leads to 0/,
    on: /Ace/,
    cause: 'A field is described when it is first used; Ace renames its field with every line (“Cursor at row 9”).',
  },
  {
    of: /<slot>|leads to another element \(.*slot/,
    on: /./,
    cause:
      'A click on text that is slotted names the <slot>, which has no box, and not the element that the text is in.',
  },
  {
    of: /^focus is missing/,
    on: /Excalidraw/,
    cause:
      'The menu takes the keyboard while the button is still down; a focus that moves then is taken for that of the press.',
  },
  {
    of: /^select is there/,
    on: /CodeMirror/,
    cause:
      'What the search has selected in the text is told when the search field loses the keyboard to a box beside it: the selection is then the page’s.',
  },
  {
    of: /^change is missing/,
    on: /./,
    cause: 'A change event does not leave the shadow tree it happens in, and is listened to outside only.',
  },
  {
    of: /^scroll is there/,
    on: /Ace/,
    cause: 'The hidden field scrolls a little when it gets the focus: taken for a scroll bar that was pressed.',
  },
  {
    of: /^click: text leads to 0/,
    on: /./,
    cause:
      'The text of an element is told with the labels of the buttons in it in the place of their texts: nothing that looks for text finds it.',
  },
  {
    of: /^(click|drag): text leads to another/,
    on: /./,
    cause: 'The element holds nothing but another one with the same text, and that is the one that the text names.',
  },
  {
    of: /keys are there|type is there|keys are missing/,
    on: /React form/,
    cause:
      'Fields filled one after the other are read as one text: a word typed after a mail address is taken for the end of it, and redacted.',
  },
  {
    of: /keys are missing|type is there/,
    on: /xterm/,
    cause:
      'Shift+PageUp scrolls the screen but is taken for a walk through the shell’s history, after which one line is dropped in case it is a password.',
  },
];

/** The causes of what is wrong with an action; nothing for what is not explained. */
export function causesOf(surface, why) {
  const causes = why.map((each) => CAUSES.find(({ of, on }) => of.test(each) && on.test(surface))?.cause);
  return [...new Set(causes.filter(Boolean))];
}
