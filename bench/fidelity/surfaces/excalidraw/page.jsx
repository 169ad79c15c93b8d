import '@excalidraw/excalidraw/index.css';
import { createRoot } from 'react-dom/client';

// Read when Excalidraw is loaded: its fonts lie here, and nowhere else.
window.EXCALIDRAW_ASSET_PATH = '/assets/';
const { Excalidraw } = await import('@excalidraw/excalidraw');

let api;
const root = document.getElementById('root');
root.style.cssText = 'width: 1100px; height: 640px';
createRoot(root).render(
  <Excalidraw
    excalidrawAPI={(given) => {
      api = given;
    }}
  />,
);
window.surface = {
  state: () => ({
    shapes: api
      .getSceneElements()
      .map(({ type, text, width, height }) => [
        type,
        text ?? '',
        ...(text ? [] : [Math.round(width), Math.round(height)]),
      ]),
  }),
};
