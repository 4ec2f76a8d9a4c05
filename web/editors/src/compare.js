// Two versions beside each other: what is gone is marked on the left, what is new on the right, what changed or moved on both.
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import './viewer.css';
import './compare.css';
import Viewer from 'bpmn-js/lib/NavigatedViewer';
import { read } from './keeper.js';
import { inLanguage } from './labels.js';

const SIDES = { added: ['after'], removed: ['before'], changed: ['before', 'after'], moved: ['before', 'after'] };
const SIGNS = { added: '+', removed: '−', changed: '≠', moved: '↔' };

async function compare(host) {
  const sides = {};
  for (const side of ['before', 'after']) {
    const pane = host.querySelector(`[data-side=${side}]`);
    if (pane.dataset.content) sides[side] = await shown(pane);
  }
  const changes = JSON.parse(host.dataset.changes);
  for (const { element, change } of changes) {
    for (const side of SIDES[change]) mark(sides[side], element, change);
  }
  together(sides);
  document.addEventListener('click', (event) => {
    const id = event.target.closest('[data-jump]')?.dataset.jump;
    if (id) for (const viewer of Object.values(sides)) lead(viewer, id);
  });
  host.dataset.ready = '1';
}

async function shown(pane) {
  const { content } = await read(pane.dataset.content);
  const viewer = new Viewer({ container: pane });
  await viewer.importXML(inLanguage(content));
  viewer.get('canvas').zoom('fit-viewport', 'auto');
  return viewer;
}

function mark(viewer, id, change) {
  if (!viewer?.get('elementRegistry').get(id)) return;
  viewer.get('canvas').addMarker(id, `is-${change}`);
  const html = document.createElement('span');
  html.className = `change-badge is-${change}`;
  html.textContent = SIGNS[change];
  viewer.get('overlays').add(id, { position: { top: -12, right: 12 }, html });
}

// Both panes show the same place.
function together(sides) {
  const panes = Object.values(sides);
  let leading = false;
  for (const viewer of panes) {
    viewer.on('canvas.viewbox.changed', ({ viewbox }) => {
      if (leading) return;
      leading = true;
      for (const other of panes) if (other !== viewer) other.get('canvas').viewbox({ x: viewbox.x, y: viewbox.y, width: viewbox.width, height: viewbox.height });
      leading = false;
    });
  }
}

function lead(viewer, id) {
  const element = viewer.get('elementRegistry').get(id);
  if (!element) return;
  const canvas = viewer.get('canvas');
  if (canvas.zoom() < 0.6) canvas.zoom(0.8);
  canvas.scrollToElement(element, 160);
}

for (const host of document.querySelectorAll('[data-compare]')) compare(host);
