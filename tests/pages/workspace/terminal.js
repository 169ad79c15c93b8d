// xterm.js with a small shell whose commands ask for a password as `sudo`, `ssh` and a script's `getpass` do: without an
// echo.
import { Terminal } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import { FILES } from './files.js';

const PROMPT = '\x1b[38;5;43mtidepool\x1b[0m $ ';
const ANSWERS = {
  help: 'cat FILE, echo TEXT, ls, npm test, sudo COMMAND',
  ls: Object.keys(FILES).join('  '),
  true: '',
  'npm test': '\x1b[32m✓\x1b[0m 12 tests passed',
};

/** Commands that ask for something first, how they ask, and what they do then. */
const QUESTIONS = [
  { command: /^sudo (?<then>.+)/, asks: () => '[sudo] password for ada: ' },
  { command: /^ssh (?<host>\w+)/, asks: ({ host }) => `ada@${host}'s password: ` },
  { command: /^\.\/unlock/, asks: () => 'Say the word> ' },
];

export function startShell(element) {
  const terminal = new Terminal({
    rows: 9,
    cols: 88,
    fontSize: 13,
    cursorBlink: true,
    theme: { background: '#10161d', foreground: '#d7e0e8', cursor: '#2dd4bf' },
  });
  terminal.open(element);
  terminal.write(PROMPT);
  let line = '';
  /** What waits for a password, or nothing. */
  let secretly;

  terminal.onData((data) => {
    for (const char of data) take(char);
  });

  return { text: () => element.querySelector('.xterm-rows').textContent.trimEnd() };

  function take(char) {
    if (char === '\r') {
      enter();
    } else if (char === '\x7f') {
      if (line && !secretly) terminal.write('\b \b');
      line = line.slice(0, -1);
    } else if (char === '\x03') {
      terminal.write(`^C\r\n${PROMPT}`);
      line = '';
      secretly = undefined;
    } else if (char >= ' ') {
      line += char;
      if (!secretly) terminal.write(char);
    }
  }

  function enter() {
    const entered = line;
    line = '';
    terminal.write('\r\n');
    if (secretly) {
      const command = secretly;
      secretly = undefined;
      answer(command);
      return;
    }
    const question = QUESTIONS.find(({ command }) => command.test(entered));
    if (question) {
      const { groups = {} } = question.command.exec(entered);
      secretly = groups.then ?? 'true';
      terminal.write(question.asks(groups));
    } else {
      answer(entered);
    }
  }

  function answer(command) {
    const [program, ...rest] = command.trim().split(' ');
    const text = ANSWERS[command.trim()] ?? builtin(program, rest.join(' '));
    if (text) terminal.write(`${text.trimEnd().replaceAll('\n', '\r\n')}\r\n`);
    terminal.write(PROMPT);
  }

  function builtin(program, argument) {
    if (!program) return '';
    if (program === 'echo') return argument;
    if (program === 'cat') return FILES[argument] ?? `cat: ${argument}: no such file`;
    return `${program}: command not found`;
  }
}
