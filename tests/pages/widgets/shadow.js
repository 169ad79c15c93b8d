// A sign-in form in a shadow tree, open or closed as `data-mode` says. Three rows, 40 pixels each: a name, a password,
// and a button that shows it.
const ROWS = `
  <style>
    input, button { display: block; box-sizing: border-box; width: 260px; height: 36px; margin: 2px 0; font: inherit; }
    .dye { background: #00c800; }
  </style>
  <input aria-label="Nickname">
  <input class="dye" type="password" aria-label="Password">
  <button type="button">Show</button>`;

export function start(element) {
  const root = element.attachShadow({ mode: element.dataset.mode });
  root.innerHTML = ROWS;
  const [name, password] = root.querySelectorAll('input');
  root.querySelector('button').addEventListener('click', () => {
    password.type = password.type === 'text' ? 'password' : 'text';
  });
  return { name: () => name.value, password: () => password.value, shown: () => password.type === 'text' };
}
