// A read-only diagram with the tokens on it. The page hands over an address in data-diagram; the answer is
// {xml, elements: {id: {state, count}}, flows: [id]}; count is how often it was passed. Beside tokens it may show
// missing: [id], flows no walk took, and heat: {id: {level, text, href}}: how hot an element is (0 to 4), its figures, and
// the list behind them. The same facts stand beside it as a list, because a canvas cannot be read by a screen reader or
// walked by keyboard.
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import './viewer.css';
import Viewer from 'bpmn-js/lib/NavigatedViewer';
import { inLanguage } from './labels.js';

const READABLE = 0.7;
const TINY = 0.2;
const STATES = ['waiting', 'visited', 'incident'];

export async function draw(host) {
  const answer = await fetch(host.dataset.diagram, { headers: { Accept: 'application/json' } });
  if (!answer.ok) throw new Error(`${host.dataset.diagram}: ${answer.status}`);
  const view = await answer.json();
  const viewer = new Viewer({ container: host });
  await viewer.importXML(inLanguage(view.xml));
  const canvas = viewer.get('canvas');
  const known = viewer.get('elementRegistry');
  mark(canvas, known, view);
  tokens(viewer.get('overlays'), known, view);
  heat(viewer, canvas, known, view.heat ?? {});
  look(canvas, known, view);
  controls(host, canvas);
  host.dataset.ready = '1';
}

function mark(canvas, known, view) {
  for (const [id, { state }] of Object.entries(view.elements)) {
    if (known.get(id) && STATES.includes(state)) canvas.addMarker(id, `is-${state}`);
  }
  for (const id of view.flows ?? []) {
    if (known.get(id)) canvas.addMarker(id, 'is-taken');
  }
  for (const id of view.missing ?? []) {
    if (known.get(id)) canvas.addMarker(id, 'is-missing');
  }
}

// A token is a filled disc with an arrow, an incident a square with an exclamation mark; how often a step was passed stands
// beside it once that is more than one. Shape, not only colour.
function tokens(overlays, known, view) {
  for (const [id, { state, count }] of Object.entries(view.elements)) {
    if (!known.get(id)) continue;
    if (stands(view, id)) badge(overlays, id, `token-${state}`, state === 'incident' ? '!' : '▶', { top: -12, left: -12 });
    if (count > 1) badge(overlays, id, 'token-count', `×${count}`, { top: -12, right: 14 });
  }
}

// Heat is a fill of five steps and the figures in words; a click leads to the cases behind them.
function heat(viewer, canvas, known, hot) {
  for (const [id, { level, text }] of Object.entries(hot)) {
    if (!known.get(id)) continue;
    canvas.addMarker(id, `heat-${level}`);
    badge(viewer.get('overlays'), id, 'token-heat', text, { top: -14, left: 6 });
  }
  viewer.get('eventBus').on('element.click', ({ element }) => {
    if (hot[element.id]?.href) window.location.assign(hot[element.id].href);
  });
}

function badge(overlays, id, kind, text, position) {
  const html = document.createElement('span');
  html.className = `token ${kind}`;
  html.textContent = text;
  overlays.add(id, { position, html });
}

// A large diagram begins where the case stands, at a size that can be read; a heat map is seen whole, but on a telephone it
// begins at the hottest step. The whole is one button away.
function look(canvas, known, view) {
  canvas.zoom('fit-viewport', 'auto');
  if (canvas.zoom() > READABLE) return;
  const standing = Object.keys(view.elements).find((id) => known.get(id) && stands(view, id));
  const here = known.get(standing ?? (canvas.zoom() < TINY ? hottest(view.heat ?? {}) : undefined));
  if (!here) return;
  const { inner, outer } = canvas.viewbox();
  const [width, height] = [outer.width / READABLE, outer.height / READABLE];
  canvas.viewbox({
    x: within(here.x + (here.width - width) / 2, inner.x, inner.width - width),
    y: within(here.y + (here.height - height) / 2, inner.y, inner.height - height),
    width,
    height,
  });
}

// No further than the edge of the drawing; one smaller than the window stands in its middle.
const within = (at, from, room) => (room < 0 ? from + room / 2 : Math.min(Math.max(at, from), from + room));

const hottest = (hot) => Object.keys(hot).sort((one, other) => hot[other].level - hot[one].level)[0];

function stands(view, id) {
  return ['waiting', 'incident'].includes(view.elements[id].state);
}

function controls(host, canvas) {
  const bar = host.parentElement.querySelector('[data-diagram-controls]');
  if (!bar) return;
  bar.dataset.ready = '1';
  bar.addEventListener('click', (event) => {
    const act = event.target.closest('[data-zoom]')?.dataset.zoom;
    if (act === 'fit') canvas.zoom('fit-viewport', 'auto');
    if (act === 'in') canvas.zoom(canvas.zoom() * 1.25);
    if (act === 'out') canvas.zoom(canvas.zoom() / 1.25);
  });
}
