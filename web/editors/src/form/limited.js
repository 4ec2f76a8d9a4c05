// The palette and the panel offer what a form may hold, and nothing else (forms/vocabulary.py); 'default' is the form itself.
const UNDER = {
  'prefix-adorner': null, // nobody would see it: the house draws no such thing
  'suffix-adorner': null,
  'date-label': 'dateLabel',
  'time-label': 'timeLabel',
  'time-format': 'timeSerializingFormat',
  'serialize-to-string': 'serializeToString',
  step: 'increment',
};
const GROUPS = {
  valuesSource: null, // options.js has one of its own
  dynamicOptions: null,
  staticOptions: 'values',
  optionsExpression: 'valuesExpression',
  condition: 'conditional',
  layout: 'layout',
  validation: 'validate',
  'custom-values': 'properties',
};

export function limited(attributes) {
  const offered = new Set([...Object.keys(attributes), 'default']);
  class Limited {
    constructor(formFields, propertiesPanel) {
      for (const kind of Object.keys(formFields._formFields)) if (!offered.has(kind)) delete formFields._formFields[kind];
      propertiesPanel.registerProvider(this, 600);
    }

    // A form goes by its file: there is nothing to write about it as a whole.
    getGroups(field) {
      return (groups) => {
        if (!field) return groups;
        if (field.type === 'default') return [];
        const holds = (name) => attributes[field.type].includes(name);
        return groups
          .filter(({ id }) => !(id in GROUPS) || holds(GROUPS[id]))
          .map((group) => (group.id in GROUPS || !group.entries ? group : { ...group, entries: group.entries.filter(({ id }) => holds(under(id))) }))
          .filter(({ items, entries }) => items || entries?.length);
      };
    }
  }
  Limited.$inject = ['formFields', 'propertiesPanel'];
  return { __init__: ['limited'], limited: ['type', Limited] };
}

// The attribute an entry of the panel writes; some are called "undefined-…" by form-js.
function under(entry) {
  const name = entry.replace(/^undefined-/, '');
  return name in UNDER ? UNDER[name] : name;
}
