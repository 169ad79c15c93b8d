// When a page asks for it: a toast in the page itself, and one in a closed shadow tree, with words of somebody else.
document.addEventListener('notify', () => {
  const style = 'position: fixed; left: 120px; width: 300px; height: 60px; z-index: 9; background: #00c800;';
  const toast = document.createElement('div');
  toast.id = 'notified';
  toast.setAttribute('role', 'status');
  toast.style.cssText = `${style} top: 60px`;
  toast.textContent = 'Teal Garganey: pochards by noonday?';
  const host = document.createElement('div');
  const inside = document.createElement('p');
  inside.style.cssText = `${style} top: 130px; margin: 0`;
  inside.textContent = 'Teal Garganey: smews by twilight';
  host.attachShadow({ mode: 'closed' }).append(inside);
  document.body.append(toast, host);
});
