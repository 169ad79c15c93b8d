import { Terminal } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';

const ANSWERS = { ls: 'README.md  src  tests', pwd: '/home/ada/orders', 'npm test': '12 passed' };

const terminal = new Terminal({ rows: 20, cols: 90, fontSize: 14 });
terminal.open(document.getElementById('root'));
const commands = [];
let line = '';
const prompt = () => terminal.write('ada $ ');
prompt();

// A shell that echoes, edits at the end of its line and knows a few commands.
terminal.onData((data) => {
  for (const char of data) {
    if (char === '\r') {
      commands.push(line);
      terminal.write(`\r\n${ANSWERS[line] ?? `${line.split(' ')[0]}: done`}\r\n`);
      line = '';
      prompt();
    } else if (char === '\x7f') {
      if (line) terminal.write('\b \b');
      line = line.slice(0, -1);
    } else if (char === '\x03') {
      line = '';
      terminal.write('^C\r\n');
      prompt();
    } else if (char >= ' ') {
      line += char;
      terminal.write(char);
    }
  }
});
window.surface = { state: () => ({ commands }) };
