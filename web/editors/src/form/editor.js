// The page on which a form is laid out, from the components people can be given (forms/vocabulary.py), with a preview that the
// server renders as it renders the form for people.
import '../literals.js';
import '@bpmn-io/form-js-viewer/dist/assets/form-js.css';
import '@bpmn-io/form-js-editor/dist/assets/form-js-editor.css';
import '@bpmn-io/form-js-editor/dist/assets/properties-panel.css';
import '../desk.css';
import './editor.css';
import './calendar.js';
import { FormEditor } from '@bpmn-io/form-js-editor';
import { Problems } from '../problems.js';
import { onlyRead } from '../reading.js';
import { Keeper, Refused, desk as given, leaveField, post, read } from '../keeper.js';
import { missing, say } from '../words.js';
import { drawn } from './drawn.js';
import { English, WordsBefore } from './english.js';
import { Fields } from './fields.js';
import { limited } from './limited.js';
import { Options } from './options.js';
import { givenIds, inOrder, withoutIds } from './order.js';
import { plain } from './plain.js';

async function open() {
  const desk = given();
  const [{ content, revision, base }, terms] = await Promise.all([read(desk.content), read(desk.terms)]);
  Object.assign(desk, { revision, seen: content });
  const fields = new Fields();
  const wordsBefore = new WordsBefore(parsed(base ?? content));
  const editor = new FormEditor({
    container: '#canvas',
    additionalModules: [
      limited(terms.attributes),
      plain,
      {
        __init__: ['options', 'english'],
        debounce: ['value', fields.later],
        sources: ['value', terms.sources],
        wordsBefore: ['value', wordsBefore],
        options: ['type', Options],
        english: ['type', English],
      },
    ],
  });
  const said = await importing(editor, content);
  if (said) return void onlyRead(desk, [said]);
  const before = JSON.parse(content);
  const own = givenIds(before, editor.saveSchema());
  const written = () => inOrder(before, withoutIds(tidy(editor.saveSchema(), before), own));
  const write = async () => `${JSON.stringify(written(), null, 2)}\n`;
  const leave = () => {
    leaveField();
    fields.write();
  };
  const keeper = new Keeper(desk, write, { leave, unwritten: () => fields.refused() });
  fields.watch(document.querySelector('#canvas'), keeper);
  const draw = drawn(editor);
  const problems = new Problems(desk, write, draw, () => wordsBefore.told(editor.saveSchema(), desk.file));
  const stack = editor.get('commandStack');
  const steps = () => {
    document.querySelector('[data-act=undo]').disabled = !stack.canUndo();
    document.querySelector('[data-act=redo]').disabled = !stack.canRedo();
  };
  editor.on('commandStack.changed', () => {
    keeper.changed();
    problems.changed();
    steps();
  });
  document.querySelector('[data-act=undo]').addEventListener('click', () => stack.undo());
  document.querySelector('[data-act=redo]').addEventListener('click', () => stack.redo());
  steps();
  preview(desk, write);
  const follow = () => lead(draw);
  window.addEventListener('hashchange', follow);
  follow();
  problems.check();
  return editor;
}

// A problem told in another file leads here by the address.
function lead(draw) {
  const id = decodeURIComponent(location.hash.slice(1));
  if (id && draw.has(id)) draw.show(id);
}

// The version the draft began from may hold what is no form at all.
function parsed(content) {
  try {
    return JSON.parse(content);
  } catch {
    return {};
  }
}

async function importing(editor, content) {
  try {
    const { warnings } = await editor.importSchema(JSON.parse(content));
    return warnings.map((one) => one.message).join(' ');
  } catch (error) {
    return error.message;
  }
}

// The editor signs what it saves; a form says only what it is.
function tidy(schema, before) {
  const { exporter, ...form } = schema;
  return before.exporter ? { ...form, exporter: before.exporter } : form;
}

function preview(desk, write) {
  const act = document.querySelector('[data-act=preview]');
  const shown = document.querySelector('[data-preview]');
  act.addEventListener('click', async () => {
    const on = act.getAttribute('aria-pressed') !== 'true';
    act.setAttribute('aria-pressed', String(on));
    document.querySelector('#canvas').hidden = on;
    shown.hidden = !on;
    if (!on) return;
    const body = new FormData();
    body.append('form', await write());
    try {
      const { html, said, problems } = await post(desk.preview, body, desk);
      shown.querySelector('[data-preview-said]').textContent = problems?.map((one) => one.message).join(' ') || (said ?? '');
      shown.querySelector('[data-preview-form]').innerHTML = html ?? ''; // the server's own, escaped there
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      shown.querySelector('[data-preview-said]').textContent = error.message;
    }
  });
}

const editor = await open();
Object.assign(window, { editor, missing, say }); // for the browser tests
document.body.dataset.ready = '1';
