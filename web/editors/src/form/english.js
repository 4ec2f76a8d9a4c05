// The English words of a component, kept in its properties: label and help, as every form of the house has them.
import { jsx, jsxs } from 'preact/jsx-runtime';
import { say } from '../words.js';

const FIELDS = { label_en: 'English label', help_en: 'English help' };

export class English {
  constructor(propertiesPanel) {
    propertiesPanel.registerProvider(this, 400);
  }

  getGroups(field, editField) {
    return (groups) => {
      if (!field || field.type === 'default' || field.type === 'separator') return groups;
      const entries = Object.entries(FIELDS).map(([name, label]) => entry(field, editField, name, label));
      return [...groups.slice(0, 1), { id: 'english', label: say('English'), entries }, ...groups.slice(1)];
    };
  }
}

English.$inject = ['propertiesPanel'];

function entry(field, editField, name, label) {
  const id = `english-${name}`;
  const write = (event) => {
    const { [name]: before, ...others } = field.properties ?? {};
    const value = event.target.value.trim();
    if (value !== (before ?? '')) editField(field, 'properties', value ? { ...others, [name]: value } : others);
  };
  const component = () => jsx('div', {
    class: 'bio-properties-panel-entry',
    'data-entry-id': id,
    children: jsxs('div', {
      class: 'bio-properties-panel-textfield',
      children: [
        jsx('label', { for: id, class: 'bio-properties-panel-label', children: say(label) }),
        jsx('input', { id, class: 'bio-properties-panel-input', value: field.properties?.[name] ?? '', onBlur: write }),
      ],
    }),
  });
  return { id, component, isEdited: () => Boolean(field.properties?.[name]) };
}
