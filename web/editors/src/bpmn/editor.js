// The page on which a diagram is drawn.
import '../literals.js';
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import 'bpmn-js/dist/assets/bpmn-font/css/bpmn-embedded.css';
import '@bpmn-io/properties-panel/dist/assets/properties-panel.css';
import 'bpmn-js-token-simulation/assets/css/bpmn-js-token-simulation.css';
import 'diagram-js-minimap/assets/diagram-js-minimap.css';
import '../viewer.css';
import '../desk.css';
import './editor.css';
import { CreateAppendAnythingModule } from 'bpmn-js-create-append-anything';
import { BpmnPropertiesPanelModule, BpmnPropertiesProviderModule } from 'bpmn-js-properties-panel';
import simulation from 'bpmn-js-token-simulation';
import Modeler from 'bpmn-js/lib/Modeler';
import Viewer from 'bpmn-js/lib/NavigatedViewer';
import minimap from 'diagram-js-minimap';
import { Keeper, WHEN_LEFT, desk as given, leaveField, read } from '../keeper.js';
import { missing, say, words } from '../words.js';
import { Problems } from '../problems.js';
import { onlyRead } from '../reading.js';
import { Foreign } from './foreign.js';
import { undrawn } from './undrawn.js';
import { asWritten } from '../written.js';
import { Provider } from './provider.js';
import { vocabularies } from './vocabularies.js';
import { Writing } from './writing.js';

async function open() {
  const desk = given();
  const [{ content, revision }, terms] = await Promise.all([read(desk.content), read(desk.terms)]);
  Object.assign(desk, { revision, seen: content });
  const modeler = new Modeler({
    container: '#canvas',
    propertiesPanel: { parent: '#properties' },
    debounceInput: WHEN_LEFT,
    moddleExtensions: vocabularies(content),
    additionalModules: [
      BpmnPropertiesPanelModule, BpmnPropertiesProviderModule, CreateAppendAnythingModule, minimap, simulation, words,
      { __init__: ['suqiuProvider', 'foreign'], foreign: ['type', Foreign], suqiuProvider: ['type', Provider], writing: ['type', Writing], terms: ['value', terms], desk: ['value', desk] },
    ],
  });
  let parts = {}; // by the ids of the file, whatever they are called later
  modeler.on('import.parse.complete', ({ elementsById }) => {
    parts = elementsById ?? {}; // nothing is returned: bpmn-js would take it for the diagram
  });
  const unread = [...(await unreadParts(modeler, content)), ...undrawn(modeler, content)];
  if (unread.length) return show(desk, modeler, content, unread);
  begin(desk, modeler, asWritten(content, (id) => parts[id]?.id ?? id));
  return modeler;
}

// A diagram too large to be read whole begins at its top left, clear of the palette. Each move of a large drawing lays it
// out anew, so there is one.
const CLEAR = { x: 120, y: 24 }; // pixels
function frame(canvas) {
  const { inner, outer } = canvas.viewbox();
  if (Math.min(outer.width / inner.width, outer.height / inner.height) >= 0.5) return canvas.zoom('fit-viewport', 'auto');
  const [width, height] = [outer.width / 0.6, outer.height / 0.6];
  canvas.viewbox({ x: inner.x - CLEAR.x / 0.6, y: inner.y - CLEAR.y / 0.6, width, height });
}

async function unreadParts(modeler, content) {
  try {
    return (await modeler.importXML(content)).warnings.map((one) => one.message);
  } catch (error) {
    return [error.message];
  }
}

async function show(desk, modeler, content, unread) {
  modeler.destroy();
  onlyRead(desk, unread);
  const viewer = new Viewer({ container: '#canvas', moddleExtensions: vocabularies(content) });
  try {
    await viewer.importXML(content);
    viewer.get('canvas').zoom('fit-viewport', 'auto');
  } catch {
    document.querySelector('#canvas').textContent = say('There is nothing that can be drawn.');
  }
  return null;
}

function begin(desk, modeler, whole) {
  const canvas = modeler.get('canvas');
  frame(canvas);
  let text = null; // as written since the last change: what is saved is also what is checked
  let gone = 0;
  const write = async () => {
    if (text === null) ({ xml: text, gone } = whole((await modeler.saveXML({ format: true })).xml));
    return text;
  };
  const box = modeler.get('directEditing'); // the text of an element, typed on the drawing
  const leave = () => {
    leaveField();
    if (document.hidden) box.complete();
  };
  const keeper = new Keeper(desk, write, { leave, unwritten: () => box.isActive(), gone: () => gone });
  for (const place of ['#properties', '#canvas']) {
    document.querySelector(place).addEventListener('input', (event) => keeper.typing(event));
  }
  modeler.on('directEditing.deactivate', () => keeper.typed && keeper.wait());
  const problems = new Problems(desk, write, drawing(modeler));
  modeler.on('commandStack.changed', () => {
    text = null;
    steps(modeler);
    keeper.changed();
    problems.changed();
  });
  modeler.on('elements.changed', () => document.body.dataset.simulating !== '1' && problems.changed());
  acts(modeler, keeper);
  steps(modeler);
  const follow = () => jump(modeler, decodeURIComponent(location.hash.slice(1)));
  window.addEventListener('hashchange', follow);
  // The panel listens to what is selected from its first painting on; the drawing can be changed before it is judged.
  requestAnimationFrame(() => setTimeout(() => {
    follow();
    problems.check({ kept: true });
  }));
}

function drawing(modeler) {
  const [canvas, known, overlays] = ['canvas', 'elementRegistry', 'overlays'].map((name) => modeler.get(name));
  return {
    has: (id) => Boolean(known.get(id)),
    mark: (id, mark) => canvas.addMarker(id, mark),
    unmark: (id, mark) => canvas.removeMarker(id, mark),
    badge: (id, html) => overlays.add(id, 'lint', { position: { top: -12, right: 12 }, html }),
    clear: () => overlays.remove({ type: 'lint' }),
    show: (id) => jump(modeler, id),
  };
}

function jump(modeler, id) {
  const element = id && modeler.get('elementRegistry').get(id);
  if (!element) return;
  modeler.get('canvas').scrollToElement(element, 200);
  modeler.get('selection').select(element);
}

function acts(modeler, keeper) {
  const canvas = modeler.get('canvas');
  const stack = modeler.get('commandStack');
  const done = {
    undo: () => stack.undo(),
    redo: () => stack.redo(),
    fit: () => canvas.zoom('fit-viewport', 'auto'),
    in: () => canvas.zoom(canvas.zoom() * 1.25),
    out: () => canvas.zoom(canvas.zoom() / 1.25),
    simulate: () => modeler.get('toggleMode').toggleMode(),
    minimap: () => modeler.get('minimap').toggle(),
  };
  for (const [name, act] of Object.entries(done)) {
    document.querySelector(`[data-act=${name}]`)?.addEventListener('click', act);
  }
  modeler.on('tokenSimulation.toggleMode', ({ active }) => {
    document.body.dataset.simulating = active ? '1' : '';
    document.querySelector('[data-act=simulate]').setAttribute('aria-pressed', String(active));
  });
  document.addEventListener('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 's') return;
    event.preventDefault();
    keeper.now({ leaving: true });
  });
}

function steps(modeler) {
  const stack = modeler.get('commandStack');
  document.querySelector('[data-act=undo]').disabled = !stack.canUndo();
  document.querySelector('[data-act=redo]').disabled = !stack.canRedo();
}

const modeler = await open();
Object.assign(window, { modeler, missing }); // for the browser tests
document.body.dataset.ready = '1';
