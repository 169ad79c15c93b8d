// Records in words: one readable line each.

/** `12.3 s  click     button “Run”`. Text of the record is quoted, cut short and stripped of control characters. */
export function sentence(record) {
  const words = WORDS[record.kind]?.(record) ?? '';
  const time = `${(record.t / 1000).toFixed(1)} s`;
  return `${time.padStart(9)}  ${record.kind.padEnd(9)} ${words}`.trimEnd();
}

const WORDS = {
  session: (record) => `begins, ${record.date}`,
  navigate: (record) => `${record.how}: ${quoted(record.title)} at ${plain(record.url)}`,
  click: (record) => `${counted(record.count)}${named(record.target)}`,
  key: (record) => `${held(record.modifiers)}${plain(record.key)}`,
  type: (record) => `${quoted(record.text)} in ${named(record.target)}${redactions(record.redacted)}`,
  clipboard: (record) => `${record.what}, ${record.length} characters`,
  frame: (record) => `${record.phase}, ${record.width} × ${record.height}, ${record.redacted} boxes filled`,
  gap: (record) => GAPS[record.reason] ?? record.reason,
};

const GAPS = {
  fault: 'something could not be processed',
  frame: 'no picture could be taken',
  lost: 'something came too fast, or died with its page',
  private: 'private',
};

const counted = (count) => (count > 1 ? `${count} × ` : '');

const redactions = (count) => (count ? `, ${count} redacted` : '');

function held(modifiers) {
  const names = Object.keys(modifiers).map((name) => name[0].toUpperCase() + name.slice(1));
  return names.map((name) => `${name}+`).join('');
}

function named(target) {
  if (target.sensitive) return `a ${target.sensitive} field`;
  const { name, label, placeholder, testId, text } = target.selectors;
  const kind = target.editable && target.editable !== 'input' ? target.editable : (target.role ?? target.tag);
  const said = name ?? label ?? placeholder ?? text ?? testId;
  return said ? `${plain(kind)} ${quoted(said)}` : plain(kind);
}

const quoted = (text) => `“${plain(text)}”`;

function plain(text) {
  const line = text.replaceAll('\n', '⏎').replace(/\p{Cc}/gu, '�');
  return line.length > 72 ? `${line.slice(0, 71)}…` : line;
}
