// What a screen reader is told: Chromium's own accessibility tree of a page, a line each, indented as it is nested.

const SHOWN = ['checked', 'expanded', 'disabled', 'level', 'selected', 'invalid'];
/** What says nothing of its own. */
const BARE = new Set(['generic', 'none', 'InlineTextBox', 'LineBreak', 'RootWebArea', 'paragraph', 'LabelText']);

/** The tree of the page as text. */
export async function treeOf(page) {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const lines = [];
  const walk = (id, depth, within) => {
    const node = byId.get(id);
    if (!node) return;
    const role = node.role?.value ?? 'none';
    const name = (node.name?.value ?? '').trim();
    // A text is told once: by what it names, or by itself.
    const isTold = !node.ignored && !BARE.has(role) && !(role === 'StaticText' && (name === '' || within === name));
    if (isTold) {
      const states = (node.properties ?? []).filter(({ name }) => SHOWN.includes(name));
      const told = states.flatMap(({ name, value }) =>
        String(value.value) === 'false' && name !== 'expanded' && name !== 'checked' ? [] : `[${name}=${value.value}]`,
      );
      const value = node.value?.value ? `= ${node.value.value}` : '';
      const words = [role === 'StaticText' ? 'text' : role, name && JSON.stringify(name), ...told, value];
      lines.push(`${'  '.repeat(depth)}${words.filter(Boolean).join(' ')}`);
    }
    for (const child of node.childIds ?? []) walk(child, isTold ? depth + 1 : depth, isTold ? name : within);
  };
  walk(nodes[0].nodeId, 0, '');
  return `${lines.join('\n')}\n`;
}
