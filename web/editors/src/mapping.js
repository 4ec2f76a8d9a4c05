// What became of an element, picked on two drawings: first the one that is gone, on the left, then what it is now, on the
// right. The fields of the form hold the answer and do the same by keyboard; the drawings only show and set them.
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import './viewer.css';
import './mapping.css';
import Viewer from 'bpmn-js/lib/NavigatedViewer';
import { read } from './keeper.js';
import { inLanguage } from './labels.js';
import { say } from './words.js';

const fieldOf = (id) => document.querySelector(`[data-became="${CSS.escape(id)}"]`);

async function begin(section) {
  const candidates = JSON.parse(section.dataset.mapping);
  section.hidden = false;
  const [before, after] = await Promise.all(['before', 'after'].map((side) => shown(section.querySelector(`[data-side=${side}]`))));
  const said = section.querySelector('[data-mapping-said]');
  let chosen = null;
  const show = () => {
    paint(before, Object.keys(candidates), (id) => (id === chosen ? 'is-chosen' : fieldOf(id).value ? 'is-answered' : 'is-gone'));
    const possible = candidates[chosen] ?? [];
    const taken = Object.keys(candidates).map((id) => fieldOf(id).value);
    paint(after, Object.values(candidates).flat(), (id) => (taken.includes(id) ? 'is-answered' : possible.includes(id) ? 'is-possible' : ''));
  };
  before.on('element.click', ({ element }) => {
    if (!(element.id in candidates)) return;
    chosen = element.id;
    said.textContent = candidates[chosen].length
      ? say('{name}: now choose on the right what it is.', { name: name(element) })
      : say('{name}: nothing new could be it. Say below that it is gone, or leave it open.', { name: name(element) });
    show();
  });
  after.on('element.click', ({ element }) => {
    if (!chosen || !candidates[chosen].includes(element.id)) return;
    fieldOf(chosen).value = element.id;
    said.textContent = say('{old} is {new} now.', { old: name(before.get('elementRegistry').get(chosen)), new: name(element) });
    chosen = null;
    show();
  });
  for (const id of Object.keys(candidates)) fieldOf(id).addEventListener('change', show);
  show();
  for (const [viewer, ids] of [[before, Object.keys(candidates)], [after, Object.values(candidates).flat()]]) lead(viewer, ids[0]);
  section.dataset.ready = '1';
}

async function shown(pane) {
  const { content } = await read(pane.dataset.content);
  const viewer = new Viewer({ container: pane });
  await viewer.importXML(inLanguage(content));
  viewer.get('canvas').zoom('fit-viewport', 'auto');
  return viewer;
}

const MARKS = ['is-gone', 'is-chosen', 'is-answered', 'is-possible'];

function paint(viewer, ids, markOf) {
  const [canvas, known] = [viewer.get('canvas'), viewer.get('elementRegistry')];
  for (const id of ids.filter((one) => known.get(one))) {
    for (const mark of MARKS) canvas.removeMarker(id, mark);
    if (markOf(id)) canvas.addMarker(id, markOf(id));
  }
}

const name = (element) => element.businessObject.name || element.id;

function lead(viewer, id) {
  const element = id && viewer.get('elementRegistry').get(id);
  if (!element) return;
  const canvas = viewer.get('canvas');
  if (canvas.zoom() < 0.5) canvas.zoom(0.7);
  canvas.scrollToElement(element, 120);
}

for (const section of document.querySelectorAll('[data-mapping]')) begin(section);
