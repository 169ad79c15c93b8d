'use strict';
// Filters: a box hides every record of its kind.
for (const box of document.querySelectorAll('input[data-shows]')) {
  box.addEventListener('change', () => {
    for (const record of document.querySelectorAll(`li[data-kind="${box.dataset.shows}"]`)) record.hidden = !box.checked;
  });
}
// Pictures: the page has each once, and shows it wherever a record names it.
for (const again of document.querySelectorAll('img[data-same]')) {
  again.src = document.getElementById(again.dataset.same).src;
}
// A click shows one as large as the window, another click or Escape puts it back.
const dialog = document.querySelector('dialog');
document.addEventListener('click', (event) => {
  const shot = event.target.closest('.shot');
  if (dialog.open) dialog.close();
  else if (shot) {
    const large = shot.cloneNode(true);
    large.setAttribute('aria-label', 'Close');
    dialog.replaceChildren(large);
    dialog.showModal();
  }
});
