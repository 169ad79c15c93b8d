// A form with a password that can be shown, and a one-time code.

export function startDeployForm(form) {
  const { release, password } = form.elements;
  const toggle = form.querySelector('#toggle');
  toggle.addEventListener('click', () => {
    const shown = password.type === 'text';
    password.type = shown ? 'password' : 'text';
    toggle.textContent = shown ? 'Show' : 'Hide';
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    form.querySelector('#outcome').textContent = `Deployed ${release.value}`;
  });
}
