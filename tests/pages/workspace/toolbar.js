// Buttons that are made anew at every click, as frameworks do: other nodes, other class names, other ids.

/** Draws the buttons, and draws them again after each click. Returns the parts by name, always as they are now. */
export function startToolbar(tools, files, { open, run, format, history }) {
  const parts = new Map();
  const names = ['orders.ts', 'order.ts', 'config.env'];
  let opened = names[0];
  draw();
  return parts;

  function draw() {
    tools.replaceChildren(
      button('run', 'Run', run, { 'data-testid': 'run' }),
      button('format', 'Format', format),
      button('history', 'History', history),
    );
    files.replaceChildren(...names.map(row));
  }

  function row(name) {
    const item = document.createElement('li');
    item.toggleAttribute('data-open', name === opened);
    item.append(
      button(`open ${name}`, name, () => {
        opened = name;
        open(name);
      }),
      button(`touch ${name}`, '⋯', () => {}, { 'aria-label': 'More' }),
    );
    return item;
  }

  function button(part, text, act, attributes = {}) {
    const element = document.createElement('button');
    element.type = 'button';
    element.textContent = text;
    element.className = `css-${noise()}`;
    element.id = `:r${noise()}:`;
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.addEventListener('click', () => {
      act();
      draw();
    });
    parts.set(part, element);
    return element;
  }
}

function noise() {
  return Math.random().toString(36).slice(2, 8);
}
