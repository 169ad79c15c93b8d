import ace from 'ace-builds/src-noconflict/ace';
import 'ace-builds/src-noconflict/mode-python';
import 'ace-builds/src-noconflict/ext-searchbox';

const TEXT = `import math

def area(radius):
    return math.pi * radius ** 2

${Array.from({ length: 80 }, (_, n) => `print(area(${n}))`).join('\n')}
`;

const root = document.getElementById('root');
root.style.cssText = 'width: 900px; height: 480px; border: 1px solid #888';
const editor = ace.edit(root, { useWorker: false, mode: 'ace/mode/python', value: TEXT });
editor.session.setUseWorker(false);
window.surface = { state: () => ({ text: editor.getValue() }) };
