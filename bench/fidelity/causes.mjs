// Why Candor misses what it misses: each cause is known by what is wrong, and on which surface where that is not enough.

const CAUSES = [
  {
    of: /^scroll is there/,
    on: /Ace/,
    cause: 'The hidden field scrolls a little when it gets the focus: taken for a scroll bar that was pressed.',
  },
  {
    of: /keys are there|type is there|keys are missing/,
    on: /React form/,
    cause:
      'Fields filled one after the other are read as one text: a word typed after a mail address is taken for the end of it, and redacted.',
  },
];

/** The causes of what is wrong with an action; nothing for what is not explained. */
export function causesOf(surface, why) {
  const causes = why.map((each) => CAUSES.find(({ of, on }) => of.test(each) && on.test(surface))?.cause);
  return [...new Set(causes.filter(Boolean))];
}
