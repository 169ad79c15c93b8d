import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { List } from 'react-window';

const all = Array.from({ length: 1000 }, (_, n) => ({ id: n, subject: `Ticket ${n + 1}` }));

// Rows that are drawn anew whenever anything changes.
function Row({ index, style, items, done, toggle, remove }) {
  const { id, subject } = items[index];
  return (
    <div style={style} className="row">
      <input type="checkbox" aria-label={`Done: ${subject}`} checked={done.has(id)} onChange={() => toggle(id)} />{' '}
      {subject}{' '}
      <button type="button" aria-label={`Remove ${subject}`} onClick={() => remove(id)}>
        ×
      </button>
    </div>
  );
}

function Tickets() {
  const [wanted, want] = useState('');
  const [done, setDone] = useState(new Set());
  const [gone, setGone] = useState(new Set());
  const items = all.filter(({ id, subject }) => !gone.has(id) && subject.includes(wanted));
  const toggle = (id) => setDone(done.symmetricDifference(new Set([id])));
  const remove = (id) => setGone(gone.union(new Set([id])));
  window.surface = { state: () => ({ wanted, done: [...done].sort(), gone: [...gone].sort(), shown: items.length }) };
  return (
    <>
      <input type="search" aria-label="Filter tickets" value={wanted} onChange={(event) => want(event.target.value)} />
      <List
        rowComponent={Row}
        rowCount={items.length}
        rowHeight={32}
        rowProps={{ items, done, toggle, remove }}
        style={{ width: 500, height: 420, border: '1px solid #888' }}
        className="rows"
      />
    </>
  );
}

createRoot(document.getElementById('root')).render(<Tickets />);
