// A controlled text field: whatever is typed, it holds the capitals of it.
import { createElement, useState } from 'react';
import { createRoot } from 'react-dom/client';

function Capitals() {
  const [value, take] = useState('');
  const onChange = (event) => take(event.target.value.toUpperCase());
  return createElement('textarea', { value, onChange, id: 'capitals', className: 'dye', 'aria-label': 'Licence' });
}

export function start(element) {
  createRoot(element).render(createElement(Capitals));
}
