// A password field as component libraries make it: to show the password, the field gives way to another one.
import { createElement, useState } from 'react';
import { createRoot } from 'react-dom/client';

function Reveal() {
  const [shown, show] = useState(false);
  const [value, take] = useState('');
  const onChange = (event) => take(event.target.value);
  const field = { value, onChange, name: 'secret', className: 'dye', 'aria-label': 'Password' };
  return createElement(
    'div',
    null,
    shown
      ? createElement('span', { key: 'shown' }, createElement('input', { ...field, id: 'shown', type: 'text' }))
      : createElement('input', { ...field, id: 'hidden', key: 'hidden', type: 'password' }),
    createElement('button', { type: 'button', id: 'show', onClick: () => show(!shown) }, 'Show'),
  );
}

export function start(element) {
  createRoot(element).render(createElement(Reveal));
}
