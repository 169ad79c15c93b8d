// What a stubbed worker has sent, and how it answers about it: as the core does, which asks the server for an erasure and
// says that it is done when the server has.

/** The code with which what was sent can be erased. */
export const CODE = 'ABCD-EFGH-IJKL-MNOP-QRST-UVWX-YZ23-4567-ABCD-EFGH-IJKL-MNOP-QRST-UVWX';

/** Runs in the page. `sent` are batches as the page is told of them, the latest first; none when it is told nothing. */
export function server({ sent, code }) {
  const ledger = sent && { batches: structuredClone(sent), erasingAll: false, trouble: null };
  const erased = ({ id, pseudonym }) => JSON.stringify({ v: 1, pseudonym, batch: id, serverKey: 's1', signature: 'e' });

  /** The server signs what it was asked for, and says of the batches in `missing` that it has nothing of them. */
  globalThis.sign = (missing = []) => {
    ledger.erasingAll = false;
    for (const batch of ledger.batches.filter(({ state }) => state === 'erasing')) {
      if (missing.includes(batch.id)) batch.state = 'missing';
      else Object.assign(batch, { state: 'erased', erased: erased(batch) });
    }
  };
  globalThis.ledger = ledger;
  globalThis.answerAboutSent = ({ kind, batches }) => {
    if (kind === 'eraseSent') {
      ledger.erasingAll ||= batches.length === 0;
      for (const batch of ledger.batches) {
        const isMeant = batches.length === 0 || batches.includes(batch.id);
        if (isMeant && batch.state === 'stored') batch.state = 'erasing';
      }
    }
    const isAboutLedger = kind === 'ledger' || kind === 'eraseSent';
    // The core tells them in no particular order.
    const some = (odd) => ledger.batches.filter((_, place) => place % 2 === odd);
    const told = isAboutLedger && ledger ? { ...ledger, batches: [...some(1), ...some(0)] } : null;
    return { ledger: told, recovery: kind === 'recovery' ? code : null };
  };
}

/** A batch that the server has, sent at this moment. */
export function batch(id, sent, particulars = {}) {
  const all = { id, session: 'c0ffee', pseudonym: 'p1', sent, endpoint: 'https://candor.example.com', records: 120 };
  const receipt = { v: 1, batch: id, pseudonym: 'p1', session: 'c0ffee', records: 120, object: `${id}.candor` };
  return {
    ...{ ...all, frames: 3, bytes: 410_000, state: 'stored', erased: null },
    receipt: JSON.stringify({ ...receipt, serverKey: 's1', signature: 'r' }),
    ...particulars,
  };
}

const NOON = Date.UTC(2026, 10, 25, 12);
const HOUR = 3_600_000;

/** Three days, with all that a batch can become, and another server before. */
export const SENT = [
  batch('b9', NOON + HOUR),
  batch('b8', NOON, { frames: 0, records: 1204, bytes: 1_250_000 }),
  batch('b7', NOON - HOUR),
  batch('b6', NOON - 24 * HOUR),
  batch('b5', NOON - 25 * HOUR, {
    state: 'erased',
    erased: JSON.stringify({ v: 1, pseudonym: 'p1', batch: 'b5', serverKey: 's1', signature: 'e' }),
  }),
  batch('b4', NOON - 72 * HOUR, { endpoint: 'http://127.0.0.1:8417', state: 'missing' }),
];
