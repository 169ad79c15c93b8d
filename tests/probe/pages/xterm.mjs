import { Terminal } from '@xterm/xterm';

const terminal = new Terminal({ cols: 80, rows: 20 });
terminal.open(document.getElementById('terminal'));
let line = '';
terminal.onData((data) => {
  if (data !== '\r') {
    line += data;
    if (line.startsWith('sudo') || !asking) terminal.write(data);
    return;
  }
  asking = line === 'sudo ls';
  line = '';
  terminal.write(asking ? '\r\nPassword: ' : '\r\n$ ');
});
let asking = false;
terminal.write('$ ');
