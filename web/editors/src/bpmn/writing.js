// Reads and writes what an element holds beside BPMN's own attributes. Whatever has to be made around a value is made
// first and attached in one command, so that one edit is one undo.
import { getBusinessObject, is } from 'bpmn-js/lib/util/ModelUtil';

const own = (element) => getBusinessObject(element);
const extensions = (element) => own(element).get('extensionElements');

export function extension(element, type) {
  return (extensions(element)?.get('values') ?? []).find((one) => one.$type === `spiffworkflow:${type}`);
}

export function properties(element) {
  return extension(element, 'Properties')?.get('values') ?? [];
}

export function property(element, name) {
  return properties(element).find((one) => one.get('name') === name)?.get('value') ?? '';
}

export class Writing {
  constructor(modeling, bpmnFactory, commandStack) {
    Object.assign(this, { modeling, bpmnFactory, commandStack });
  }

  setProperty(element, name, value) {
    const holder = extension(element, 'Properties');
    const present = properties(element).find((one) => one.get('name') === name);
    if (present && value) return this.update(element, present, { value });
    if (present) return this.update(element, holder, { values: holder.get('values').filter((one) => one !== present) });
    if (!value) return;
    const made = this.make('spiffworkflow:Property', { name, value });
    this.addTo(element, holder, 'Properties', made);
  }

  renameProperty(element, from, name) {
    const present = properties(element).find((one) => one.get('name') === from);
    if (present && name) this.update(element, present, { name });
  }

  setText(element, type, value) {
    const present = extension(element, type);
    if (present && value) return this.update(element, present, { value });
    if (present) return this.drop(element, present);
    if (value) this.attach(element, this.make(`spiffworkflow:${type}`, { value }));
  }

  // The operation of a service task; parameters it does not take are kept until somebody removes them.
  setOperation(element, id) {
    const present = extension(element, 'ServiceTaskOperator');
    if (present && id) return this.update(element, present, { id });
    if (present) return this.drop(element, present);
    if (id) this.attach(element, this.make('spiffworkflow:ServiceTaskOperator', { id }));
  }

  setResult(element, resultVariable) {
    const operator = extension(element, 'ServiceTaskOperator');
    if (operator) return this.update(element, operator, { resultVariable: resultVariable || undefined });
    if (resultVariable) this.attach(element, this.make('spiffworkflow:ServiceTaskOperator', { resultVariable }));
  }

  setParameter(element, id, type, value) {
    const operator = extension(element, 'ServiceTaskOperator');
    const list = operator?.get('parameterList');
    const present = (list?.get('values') ?? []).find((one) => one.get('id') === id);
    if (present && value) return this.update(element, present, { value });
    if (present) return this.update(element, list, { values: list.get('values').filter((one) => one !== present) });
    if (!operator || !value) return;
    const made = this.make('spiffworkflow:Parameter', { id, type, value });
    if (list) {
      made.$parent = list;
      return this.update(element, list, { values: [...list.get('values'), made] });
    }
    const parameterList = this.make('spiffworkflow:Parameters', {}, [made]);
    parameterList.$parent = operator;
    this.update(element, operator, { parameterList });
  }

  // A child of a BPMN element that holds FEEL as its text: a condition, a timer's time, a completion condition.
  setExpression(element, holder, name, value) {
    const present = holder.get(name);
    if (present && value) return this.update(element, present, { body: value });
    if (present) return this.update(element, holder, { [name]: undefined });
    if (!value) return;
    const made = this.make('bpmn:FormalExpression', { body: value });
    made.$parent = holder;
    this.update(element, holder, { [name]: made });
  }

  set(element, holder, values) {
    this.update(element, holder, values);
  }

  // A data item of a multi-instance activity, known by its name.
  setItem(element, loop, name, value) {
    const present = loop.get(name);
    if (present && value) return this.update(element, present, { name: value });
    if (!value) return present && this.update(element, loop, { [name]: undefined });
    const made = this.make(name === 'inputDataItem' ? 'bpmn:DataInput' : 'bpmn:DataOutput', { name: value });
    made.$parent = loop;
    this.update(element, loop, { [name]: made });
  }

  // The message of a send task, known by its name.
  setMessage(element, name) {
    let definitions = own(element);
    while (!is(definitions, 'bpmn:Definitions')) definitions = definitions.$parent;
    const roots = definitions.get('rootElements');
    const present = roots.find((one) => is(one, 'bpmn:Message') && one.get('name') === name);
    if (present || !name) return this.update(element, own(element), { messageRef: present });
    const made = this.make('bpmn:Message', { name });
    made.$parent = definitions;
    const changes = [[definitions, { rootElements: [...roots, made] }], [own(element), { messageRef: made }]];
    this.commandStack.execute('properties-panel.multi-command-executor', changes.map(([moddleElement, properties]) => (
      { cmd: 'element.updateModdleProperties', context: { element, moddleElement, properties } }
    )));
  }

  addTo(element, holder, type, made) {
    if (!holder) return this.attach(element, this.make(`spiffworkflow:${type}`, {}, [made]));
    made.$parent = holder;
    this.update(element, holder, { values: [...holder.get('values'), made] });
  }

  attach(element, made) {
    const held = extensions(element);
    if (held) {
      made.$parent = held;
      return this.update(element, held, { values: [...held.get('values'), made] });
    }
    const extensionElements = this.make('bpmn:ExtensionElements', {}, [made]);
    extensionElements.$parent = own(element);
    this.update(element, own(element), { extensionElements });
  }

  drop(element, gone) {
    const held = extensions(element);
    this.update(element, held, { values: held.get('values').filter((one) => one !== gone) });
  }

  make(type, attributes, values) {
    const made = this.bpmnFactory.create(type, values ? { ...attributes, values } : attributes);
    for (const child of values ?? []) child.$parent = made;
    return made;
  }

  update(element, holder, values) {
    this.modeling.updateModdleProperties(element, holder, values);
  }
}

Writing.$inject = ['modeling', 'bpmnFactory', 'commandStack'];
