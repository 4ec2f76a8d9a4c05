// A field of the panel that is written when it is left, as form-js' own are (fields.js).
import { jsx, jsxs } from 'preact/jsx-runtime';

// said: what stands under it; choices: [{value, label}] for a choice instead of words.
export function entry({ id, label, value, write, said = '', choices = null }) {
  const own = { id: `bio-properties-panel-${id}`, class: 'bio-properties-panel-input', value };
  const changed = ({ target }) => target.value.trim() !== value && write(target.value.trim());
  const control = choices
    ? jsx('select', { ...own, onChange: changed, children: choices.map((one) => jsx('option', { value: one.value, selected: one.value === value, children: one.label })) })
    : jsx('input', { ...own, onBlur: changed });
  const component = () => jsxs('div', {
    class: 'bio-properties-panel-entry',
    'data-entry-id': id,
    children: [
      jsxs('div', {
        class: `bio-properties-panel-${choices ? 'select' : 'textfield'}`,
        children: [jsx('label', { for: own.id, class: 'bio-properties-panel-label', children: label }), control],
      }),
      said && jsx('div', { class: 'bio-properties-panel-description', 'data-said': id, children: said }),
    ],
  });
  return { id, component, isEdited: () => Boolean(value) };
}
