// Where the options of a choice come from: written out here, or one of the lists of the district.
import { say } from '../words.js';
import { entry } from './field.js';

const HERE = '';
const FIRST = () => [{ label: say('Value'), value: 'value' }];

export class Options {
  constructor(propertiesPanel, sources) {
    this.sources = sources;
    propertiesPanel.registerProvider(this, 500);
  }

  getGroups(field, editField) {
    return (groups) => {
      if (!field || !('values' in field || 'valuesKey' in field)) return groups;
      const chosen = entry({
        id: 'valuesKey',
        label: say('Options come from'),
        value: field.valuesKey ?? HERE,
        choices: [{ value: HERE, label: say('Written here') }, ...this.sources],
        write: (source) => editField(field, source ? { valuesKey: source } : { values: FIRST() }),
      });
      const place = groups.findIndex(({ id }) => id === 'staticOptions' || id === 'condition');
      return groups.toSpliced(place < 0 ? groups.length : place, 0, { id: 'source', label: say('Options source'), entries: [chosen] });
    };
  }
}

Options.$inject = ['propertiesPanel', 'sources'];
