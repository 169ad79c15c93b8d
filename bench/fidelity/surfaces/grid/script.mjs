// AG Grid: rows and columns that exist only while they are in sight, edited in place.
export const name = 'AG Grid';
export const path = '/grid';
export const ready = '.ag-row[row-id=R3]';

export const ends = {
  changed: [
    ['R1', 'Lisbon', 37, false],
    ['R3', 'Graz', 99, true],
    ['R36', 'Oulu', 32, true],
    ['R6', 'Porto', 22, false],
  ].sort(),
  sort: ['', 'desc', '', ''],
  order: ['id', 'city', 'amount', 'paid'],
};

const cell = (row, column) => `.ag-row[row-id="${row}"] .ag-cell[col-id="${column}"]`;
const header = (column) => `.ag-header-cell[col-id="${column}"] .ag-header-cell-text`;
const BODY = '.ag-grid-viewport';
const FIELD = '.ag-cell-inline-editing input';
/** The keyboard goes to a cell. */
const goes = (row, column) => ({ also: [{ kind: 'focus', comes: cell(row, column) }] });

export async function play(hands) {
  await hands.click(cell('R1', 'city'));
  // The text of a cell that is edited is selected already.
  await hands.doubleClick(cell('R1', 'city'), { also: [{ kind: 'select', length: 5, comes: FIELD }] });
  await hands.press('Control+a');
  await hands.type('Lisobn\b\b\bbon');
  await hands.press('Enter', goes('R1', 'city'));
  await hands.click(cell('R3', 'amount'));
  await hands.press('F2', { also: [{ kind: 'focus', comes: FIELD }] });
  await hands.press('End');
  await hands.type('\b\b99', { reads: '99' });
  await hands.press('Enter', goes('R3', 'amount'));
  await hands.click(cell('R6', 'paid'), { at: [100, 20] });
  await hands.press('ArrowDown', goes('R7', 'paid'));
  await hands.press('ArrowUp', goes('R6', 'paid'));
  await hands.press('Space');
  await hands.wheel(cell('R6', 'city'), 0, 1200, { scrolls: BODY });
  await hands.sees(cell('R36', 'city'));
  await hands.click(cell('R36', 'city'));
  await hands.press('Enter', {
    also: [
      { kind: 'focus', comes: FIELD },
      { kind: 'select', length: 5, comes: FIELD },
    ],
  });
  await hands.press('Control+a');
  await hands.type('Oulu');
  await hands.press('Enter', goes('R36', 'city'));
  await hands.wheel(cell('R36', 'city'), 0, -1200, { scrolls: BODY });
  await hands.click(header('city'));
  await hands.click(header('city'));
  await hands.rightClick('.ag-row[row-index="0"] .ag-cell[col-id=id]');
  await hands.press('Escape');
}
