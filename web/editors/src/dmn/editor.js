// The page on which decisions are drawn: the graph of a file, and each of its tables.
import '../literals.js';
import 'dmn-js/dist/assets/diagram-js.css';
import 'dmn-js/dist/assets/dmn-js-shared.css';
import 'dmn-js/dist/assets/dmn-js-drd.css';
import 'dmn-js/dist/assets/dmn-js-decision-table.css';
import 'dmn-js/dist/assets/dmn-js-decision-table-controls.css';
import 'dmn-js/dist/assets/dmn-js-literal-expression.css';
import 'dmn-js/dist/assets/dmn-js-boxed-expression.css';
import 'dmn-js/dist/assets/dmn-js-boxed-expression-controls.css';
import 'dmn-js/dist/assets/dmn-font/css/dmn-embedded.css';
import '../desk.css';
import './editor.css';
import Modeler from 'dmn-js/lib/Modeler';
import { Problems } from '../problems.js';
import { onlyRead } from '../reading.js';
import { Keeper, desk as given, read } from '../keeper.js';
import { missing, say, words } from '../words.js';
import { wrongWith } from '../feel.js';
import { asWritten } from '../written.js';
import { kept, shown } from './annotations.js';
import { History } from './history.js';
import { Places } from './places.js';

async function open() {
  const desk = given();
  const { content, revision } = await read(desk.content);
  Object.assign(desk, { revision, seen: content });
  const view = { additionalModules: [words] }; // each view has services of its own
  const modeler = new Modeler({
    container: '#canvas', drd: view, decisionTable: view, literalExpression: view, boxedExpression: view,
  });
  const { moved, xml } = shown(content);
  const unread = await unreadParts(modeler, xml);
  const table = modeler.getViews().find((one) => one.type === 'decisionTable');
  if (table) await modeler.open(table);
  const bar = tabs(modeler);
  if (unread.length) return void onlyRead(desk, unread);
  await keep(desk, modeler, moved, bar);
  checkCells(desk);
  return modeler;
}

async function unreadParts(modeler, content) {
  try {
    return (await modeler.importXML(content)).warnings.map((one) => one.message);
  } catch (error) {
    return [error.message];
  }
}

// A cell's FEEL is checked while it is typed: conditions as tests, answers as expressions.
const KINDS = { 'input-cell': 'tests', 'output-cell': 'expression' };
const TYPING = 250; // milliseconds

function checkCells(desk) {
  const said = document.querySelector('[data-cell-said]');
  let timer = 0;
  const check = (event) => {
    const cell = event.target.closest('td.input-cell, td.output-cell');
    if (!cell) return;
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const text = event.target.innerText.trim();
      const kind = Object.keys(KINDS).find((name) => cell.classList.contains(name));
      const wrong = await wrongWith(desk, text, KINDS[kind]);
      if (event.target.innerText.trim() !== text) return;
      cell.classList.toggle('is-wrong', Boolean(wrong));
      said.textContent = wrong ? say('Row {row}: {said}', { row: cell.parentElement.sectionRowIndex + 1, said: wrong }) : '';
    }, TYPING);
  };
  // What a cell's editor does by itself, deleting and pasting, is no input to the browser.
  for (const kind of ['input', 'keyup', 'paste']) document.querySelector('#canvas').addEventListener(kind, check);
}

async function keep(desk, modeler, moved, bar) {
  const drawn = async () => (await modeler.saveXML({ format: true })).xml;
  const woven = asWritten(desk.seen);
  let gone = 0;
  const write = async () => {
    const whole = woven(kept(await drawn(), moved));
    ({ gone } = whole);
    return whole.xml;
  };
  const keeper = new Keeper(desk, write, { gone: () => gone });
  const places = new Places(modeler);
  const problems = new Problems(desk, write, places);
  const changed = () => {
    keeper.changed();
    problems.changed();
    steps();
  };
  const history = new History(modeler, drawn, changed, () => steps());
  const seen = new WeakSet();
  const watch = (viewer) => {
    if (!viewer || seen.has(viewer)) return;
    seen.add(viewer);
    viewer.get('eventBus').on('commandStack.changed', ({ trigger }) => {
      if (trigger === 'clear') return; // another view was opened: nothing changed
      history.changed(trigger);
      changed();
    });
  };
  const [undo, redo] = ['undo', 'redo'].map((act) => document.querySelector(`[data-act=${act}]`));
  const steps = () => {
    undo.disabled = !history.canUndo();
    redo.disabled = !history.canRedo();
  };
  undo.addEventListener('click', () => history.undo());
  redo.addEventListener('click', () => history.redo());
  modeler.on('views.changed', () => {
    watch(modeler.getActiveViewer());
    bar();
    steps();
  });
  watch(modeler.getActiveViewer());
  steps();
  const follow = async () => {
    const id = decodeURIComponent(location.hash.slice(1));
    if (id && places.has(id)) await places.show(id);
  };
  window.addEventListener('hashchange', follow);
  await follow();
  problems.check({ kept: true });
}

// The views of a file as tabs; dmn-js itself only offers a way back to the graph.
function tabs(modeler) {
  const bar = document.querySelector('[data-views]');
  const draw = () => {
    const active = modeler.getActiveView();
    bar.replaceChildren(...modeler.getViews().map((view) => {
      const tab = document.createElement('button');
      tab.type = 'button';
      tab.className = 'tool';
      tab.textContent = view.type === 'drd' ? say('Which depends on which') : view.element.name || view.element.id;
      tab.setAttribute('aria-pressed', String(view.element === active?.element && view.type === active?.type));
      tab.addEventListener('click', () => modeler.open(view));
      return tab;
    }));
  };
  draw();
  return draw;
}

const modeler = await open();
Object.assign(window, { modeler, missing }); // for the browser tests
document.body.dataset.ready = '1';
