// Entries of the properties panel. A text is written when its field is left, so that an edit is one undo; FEEL is checked
// while it is typed.
import {
  CheckboxEntry, SelectEntry, TextAreaEntry, TextFieldEntry,
  isCheckboxEntryEdited, isSelectEntryEdited, isTextAreaEntryEdited, isTextFieldEntryEdited,
} from '@bpmn-io/properties-panel';
import { jsx } from '@bpmn-io/properties-panel/preact/jsx-runtime';
import { useEffect, useRef, useState } from '@bpmn-io/properties-panel/preact/hooks';
import { useService } from 'bpmn-js-properties-panel';
import { wrongWith } from '../feel.js';
import { say } from '../words.js';

const TYPING = 250; // milliseconds

// get(element) and set(writing, element, value) are all an entry needs to know.
const entry = (Component, isEdited) => (id, label, get, set, more = {}) => ({
  id,
  isEdited,
  component: function Entry({ element }) {
    const writing = useService('writing');
    return jsx(Component, {
      id,
      element,
      label: more.raw ? label : say(label),
      debounce: useService('debounceInput'),
      getValue: () => get(element) ?? '',
      setValue: (value) => set(writing, element, value),
      ...resolved(more, element),
    });
  },
});

function resolved({ description, ...more }, element) {
  const said = typeof description === 'function' ? description(element) : description && say(description);
  return said ? { ...more, description: said } : more;
}

export const line = entry(TextFieldEntry, isTextFieldEntryEdited);
export const area = entry(TextAreaEntry, isTextAreaEntryEdited);
export const choice = entry(SelectEntry, isSelectEntryEdited);
export const tick = entry(CheckboxEntry, isCheckboxEntryEdited);
export const feel = entry(FeelEntry, isTextAreaEntryEdited);

function FeelEntry(props) {
  const desk = useService('desk');
  const [problem, setProblem] = useState('');
  const timer = useRef(0);
  const asked = useRef('');
  const check = (text, pause) => {
    asked.current = text;
    clearTimeout(timer.current);
    timer.current = setTimeout(async () => {
      const said = await wrongWith(desk, text);
      if (asked.current === text) setProblem(said);
    }, pause);
  };
  const value = props.getValue();
  useEffect(() => check(value, 0), [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return jsx('div', {
    class: 'feel-entry',
    onInput: (event) => check(event.target.value, TYPING),
    children: jsx(TextAreaEntry, { ...props, monospace: true, validate: () => problem || null }),
  });
}

// The options of a closed list; a value that is not in it stays, marked.
export function options(list, get) {
  return (element) => {
    const present = get(element);
    const unknown = present && !list.some((one) => one.value === present || one.children?.some((inner) => inner.value === present));
    const none = { value: '', label: say('(none)') };
    return [none, ...list, ...(unknown ? [{ value: present, label: say('{name} — not known here', { name: present }) }] : [])];
  };
}
