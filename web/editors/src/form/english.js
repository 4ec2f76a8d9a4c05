// The English words of a form: of a component in its properties, of an option beside its label, as every form of the house
// has them. English that was written for other Chinese, and none where Chinese was added, is told of.
import { say } from '../words.js';
import { entry } from './field.js';

const FIELDS = [
  { name: 'label', label: 'English label', english: (field) => field.properties?.label_en, chinese: (field) => (field.type === 'text' ? field.text : field.label ?? field.dateLabel) },
  { name: 'help', label: 'English help', english: (field) => field.properties?.help_en, chinese: (field) => field.description },
];
const KINDLESS = ['default', 'separator'];

export class English {
  constructor(propertiesPanel, wordsBefore) {
    this.before = wordsBefore;
    propertiesPanel.registerProvider(this, 400);
  }

  getGroups(field, editField) {
    return (groups) => {
      if (!field || KINDLESS.includes(field.type)) return groups;
      const entries = FIELDS.map(({ name, label, english }) => entry({
        id: `english-${name}_en`,
        label: say(label),
        value: english(field) ?? '',
        write: (text) => editField(field, 'properties', withProperty(field.properties, `${name}_en`, text)),
        said: this.about(pairs(field).find((one) => one.what === name)),
      }));
      const [first, ...others] = groups.map((group) => (group.id === 'staticOptions' ? this.options(group, field, editField) : group));
      return [first, { id: 'english', label: say('English'), entries }, ...others];
    };
  }

  options(group, field, editField) {
    const items = group.items.map((item, place) => ({
      ...item,
      entries: [...item.entries, entry({
        id: `${item.id}-label_en`,
        label: say('English label'),
        value: field.values[place].label_en ?? '',
        write: (text) => editField(field, 'values', field.values.map((one, at) => (at === place ? withProperty(one, 'label_en', text) : one))),
        said: this.about(pairs(field).find((one) => one.what === optionOf(field.values[place]))),
      })],
    }));
    return { ...group, items };
  }

  about(pair) {
    if (!pair?.chinese) return '';
    if (!pair.english) return say('Without it, English pages show the Chinese.');
    return this.before.isOld(pair) ? say('The Chinese was changed; this English is still the old one.') : '';
  }
}

English.$inject = ['propertiesPanel', 'wordsBefore'];

// What the draft's words were before this draft: the measure of whether English is old.
export class WordsBefore {
  constructor(form) {
    this.known = new Map(all(form).flatMap((pair) => pair.names.map((name) => [name, pair])));
  }

  was({ names }) {
    return names.map((name) => this.known.get(name)).find(Boolean);
  }

  isOld(pair) {
    const before = this.was(pair);
    return Boolean(pair.english && before?.english === pair.english && before.chinese !== pair.chinese);
  }

  // As the list of problems has them; the whole form as it is now.
  told(form, file) {
    return all(form).flatMap((pair) => {
      const old = this.isOld(pair);
      const none = pair.chinese && !pair.english && !this.was(pair);
      if (!old && !none) return [];
      const said = old ? 'The Chinese “{chinese}” was changed; its English “{english}” is still the old one.' : '“{chinese}” has no English: English pages show the Chinese.';
      return [{ file, element: pair.element, severity: 'warning', message: say(said, pair) }];
    });
  }
}

const optionOf = (option) => `option ${option.value}`;

function all(form) {
  return (form.components ?? []).flatMap((field) => [...pairs(field), ...all(field)]);
}

function pairs(field) {
  if (KINDLESS.includes(field.type)) return [];
  const called = [field.id, field.key, field.path].filter(Boolean); // a file need not give ids
  const own = FIELDS.map(({ name, english, chinese }) => ({ what: name, chinese: chinese(field), english: english(field) }));
  const options = (field.values ?? []).map((one) => ({ what: optionOf(one), chinese: one.label, english: one.label_en }));
  return [...own, ...options].map((one) => ({ ...one, element: called[0], names: called.map((name) => `${name} ${one.what}`) }));
}

function withProperty(before, name, text) {
  const { [name]: gone, ...others } = before ?? {};
  return text ? { ...others, [name]: text } : others;
}
