import { AllCommunityModule, createGrid, ModuleRegistry, themeQuartz } from 'ag-grid-community';

ModuleRegistry.registerModules([AllCommunityModule]);
const CITIES = ['Ghent', 'Porto', 'Turku', 'Graz', 'Brno'];
const rows = Array.from({ length: 500 }, (_, n) => ({
  id: `R${n}`,
  city: CITIES[n % CITIES.length],
  amount: (n * 37) % 100,
  paid: n % 3 === 0,
}));
const root = document.getElementById('root');
root.style.cssText = 'width: 800px; height: 500px';
const grid = createGrid(root, {
  theme: themeQuartz,
  animateRows: false,
  getRowId: ({ data }) => data.id,
  defaultColDef: { editable: true, filter: true },
  columnDefs: [
    { field: 'id', editable: false, width: 120 },
    { field: 'city', width: 200 },
    { field: 'amount', width: 160 },
    { field: 'paid', width: 120 },
  ],
  rowData: rows,
});
window.surface = {
  state: () => {
    const changed = [];
    grid.forEachNode(({ data }) => {
      const { id, city, amount, paid } = data;
      const at = Number(id.slice(1));
      if (city !== CITIES[at % CITIES.length] || Number(amount) !== (at * 37) % 100 || paid !== (at % 3 === 0)) {
        changed.push([id, city, Number(amount), paid]);
      }
    });
    const order = grid.getColumns().map((column) => column.getColId());
    return { changed: changed.sort(), sort: grid.getColumnState().map(({ sort }) => sort ?? ''), order };
  },
};
