// An editor of its own making: the text lives in an EditContext and is drawn anew with every change.
export function start(element) {
  const context = new EditContext();
  element.tabIndex = 0;
  element.editContext = context;
  context.addEventListener('textupdate', () => {
    element.textContent = context.text;
  });
  element.addEventListener('keydown', ({ key }) => {
    if (key !== 'Backspace' || context.selectionStart === 0) return;
    context.updateText(context.selectionStart - 1, context.selectionStart, '');
    context.updateSelection(context.selectionStart - 1, context.selectionStart - 1);
    element.textContent = context.text;
  });
  return { text: () => context.text };
}
