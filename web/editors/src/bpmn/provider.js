// What Suqiu reads of an element, as groups of the properties panel (docs/processes.md). BPMN's own groups stay, but for
// those whose values are FEEL here.
import { Group, ListGroup } from '@bpmn-io/properties-panel';
import { jsx } from '@bpmn-io/properties-panel/preact/jsx-runtime';
import { getBusinessObject, is, isAny } from 'bpmn-js/lib/util/ModelUtil';
import { language, say } from '../words.js';
import { area, choice, feel, line, options, tick } from './entries.js';
import { extension, properties, property } from './writing.js';

const REPLACED = ['timer', 'multiInstance', 'compensation', 'adHocCompletion', 'link'];
const TIMES = { timeDate: 'Date', timeDuration: 'Duration', timeCycle: 'Cycle' };
const OWN = new Set([
  'name_en', 'role', 'form', 'unit', 'assignee', 'not_by', 'due', 'deadline', 'facts', 'shows', 'result', 'correlation', 'payload',
  'to', 'adds_on', 'adds_key',
]);

export class Provider {
  constructor(propertiesPanel, terms, desk) {
    Object.assign(this, { terms, desk });
    propertiesPanel.registerProvider(400, this);
  }

  getGroups(element) {
    return (groups) => {
      const standard = groups.filter((one) => !REPLACED.includes(one.id));
      const general = standard.find((one) => one.id === 'general');
      if (general) general.shouldOpen = true;
      if (general && hasName(element)) general.entries.splice(1, 0, ofProperty(line, 'name_en', 'English label'));
      const own = [
        beginning(element), this.task(element), this.operation(element), this.decision(element), this.called(element), condition(element),
        timer(element, (said) => this.deadline(said)), message(element), instances(element),
      ].filter(Boolean);
      return [...standard.slice(0, 1), ...own, ...standard.slice(1), further(element)].filter(Boolean);
    };
  }

  task(element) {
    if (!is(element, 'bpmn:UserTask')) return null;
    const forms = this.terms.forms.map((key) => ({ value: key, label: key }));
    return group('task', 'Who does it, with which form', [
      ofProperty(choice, 'role', 'Role', { getOptions: options(this.terms.roles, of('role')) }),
      ofProperty(choice, 'form', 'Form', { getOptions: options(forms, of('form')), description: (one) => this.formLink(one) }),
      ofProperty(feel, 'unit', 'Unit', { description: 'FEEL: the code of the unit it belongs to.' }),
      ofProperty(feel, 'assignee', 'Given to', { description: 'FEEL: the user name it is given to at once.' }),
      ofProperty(feel, 'not_by', 'Not by', { description: 'FEEL: a list of user names who may not take it.' }),
      ofProperty(feel, 'due', 'Due', { description: 'FEEL: when it is due.' }),
      this.deadline('Its due time moves when this deadline moves.'),
      ofProperty(line, 'facts', 'Facts it keeps', { description: 'Fields of the form, separated by commas; empty: all of them.' }),
      ofProperty(line, 'shows', 'Facts it shows', { description: 'Facts the form may read, separated by commas.' }),
    ]);
  }

  formLink(element) {
    const key = property(element, 'form');
    if (!this.terms.forms.includes(key)) return '';
    return jsx('a', { href: this.desk.other.replace('FILE', `${key.split('/').pop()}.form`), children: say('Open this form') });
  }

  // Those begun here first: any other can be chosen before the operation that begins it is drawn, and the check tells.
  deadline(description) {
    const others = { label: say('Begun by nothing yet'), children: this.terms.other_deadlines };
    return ofProperty(choice, 'deadline', 'Follows the deadline', { getOptions: options([...this.terms.deadlines, others], of('deadline')), description });
  }

  operation(element) {
    if (!is(element, 'bpmn:ServiceTask')) return null;
    const name = (one) => extension(one, 'ServiceTaskOperator')?.get('id');
    const known = this.terms.operations.find((one) => one.name === name(element));
    const given = parametersOf(element);
    const stray = Object.keys(given).filter((id) => !known?.parameters.some((one) => one.name === id));
    return group('operation', 'Operation', [
      choice('operation', 'Operation', name, (writing, one, value) => writing.setOperation(one, value), {
        getOptions: options(byNoun(this.terms.operations), name), description: () => known && inLanguage(known.help),
      }),
      ...(known?.parameters ?? []).map((one) => parameter(one.name, one.type, one.required)),
      ...stray.map((id) => parameter(id, given[id].get('type') ?? 'any', false)),
      line('result_variable', 'Result', (one) => extension(one, 'ServiceTaskOperator')?.get('resultVariable'),
        (writing, one, value) => writing.setResult(one, value), { description: 'Where the answer lands; empty: its keys become facts.' }),
    ]);
  }

  decision(element) {
    if (!is(element, 'bpmn:BusinessRuleTask')) return null;
    const name = (one) => extension(one, 'CalledDecisionId')?.get('value');
    const known = this.terms.decisions.map((one) => ({ value: one.id, label: one.name ? `${one.name} (${one.id})` : one.id }));
    return group('decision', 'Decision', [
      choice('decision_id', 'Decision', name, (writing, one, value) => writing.setText(one, 'CalledDecisionId', value), {
        getOptions: options(known, name),
      }),
      ofProperty(line, 'result', 'Result', { description: 'Where the answer lands; empty: under the name of the decision.' }),
    ]);
  }

  called(element) {
    if (!is(element, 'bpmn:CallActivity')) return null;
    const name = (one) => getBusinessObject(one).get('calledElement');
    const known = this.terms.processes.map((one) => ({ value: one.id, label: one.name ? `${one.name} (${one.id})` : one.id }));
    return group('called', 'Called process', [
      choice('called_element', 'Process', name,
        (writing, one, value) => writing.set(one, getBusinessObject(one), { calledElement: value || undefined }),
        { getOptions: options(known, name) }),
    ]);
  }
}

Provider.$inject = ['propertiesPanel', 'terms', 'desk'];

function group(id, label, entries) {
  return entries.length ? { id: `suqiu_${id}`, label: say(label), component: Group, entries, shouldOpen: true } : null;
}

const of = (name) => (element) => property(element, name);

function ofProperty(kind, name, label, more) {
  return kind(`property_${name}`, label, of(name), (writing, element, value) => writing.setProperty(element, name, value), more);
}

function beginning(element) {
  if (!is(element, 'bpmn:StartEvent') || !is(getBusinessObject(element).$parent, 'bpmn:Process')) return null;
  return group('beginning', 'Starts with', [
    ofProperty(line, 'facts', 'Facts it starts with', { description: 'Separated by commas; with them a misspelt name is found.' }),
  ]);
}

function hasName(element) {
  return isAny(element, ['bpmn:FlowNode', 'bpmn:SequenceFlow', 'bpmn:Participant', 'bpmn:Lane', 'bpmn:Process']);
}

function parametersOf(element) {
  const list = extension(element, 'ServiceTaskOperator')?.get('parameterList')?.get('values') ?? [];
  return Object.fromEntries(list.map((one) => [one.get('id'), one]));
}

function parameter(id, type, required) {
  const description = required ? 'Required, {type}' : 'Optional, {type}';
  return feel(`parameter_${id}`, id, (element) => parametersOf(element)[id]?.get('value'),
    (writing, element, value) => writing.setParameter(element, id, type, value),
    { raw: true, description: () => say(description, { type: say(type) }) });
}

// The help of an operation is written in both languages, a paragraph each.
function inLanguage(help) {
  const paragraphs = help.split('\n\n');
  const own = paragraphs.filter((one) => /[\u4e00-\u9fff]/.test(one) === (language === 'zh'));
  return (own.length ? own : paragraphs).join('\n\n').replaceAll(/([^\n])\n(?!\n)/g, '$1 ');
}

// The operations under their noun: cases, notices, …
function byNoun(operations) {
  const nouns = Map.groupBy(operations, (one) => one.name.split('.')[0]);
  return [...nouns].map(([noun, list]) => ({
    label: noun,
    children: list.map((one) => ({ value: one.name, label: one.name })),
  }));
}

function condition(element) {
  const flow = getBusinessObject(element);
  if (!is(element, 'bpmn:SequenceFlow') || !isAny(flow.sourceRef, ['bpmn:ExclusiveGateway', 'bpmn:InclusiveGateway'])) return null;
  const entries = [
    tick('is_default', 'Taken when no other is', () => flow.sourceRef.get('default') === flow,
      (writing, one, value) => writing.set(one, flow.sourceRef, { default: value ? flow : undefined })),
  ];
  if (flow.sourceRef.get('default') !== flow) {
    entries.unshift(feel('condition', 'Condition', () => flow.get('conditionExpression')?.get('body'),
      (writing, one, value) => writing.setExpression(one, flow, 'conditionExpression', value),
      { description: 'FEEL; taken only when it is exactly true.' }));
  }
  return group('condition', 'Condition', entries);
}

const definition = (element, type) => (getBusinessObject(element).get('eventDefinitions') ?? []).find((one) => is(one, type));

function timer(element, ofDeadline) {
  const held = is(element, 'bpmn:Event') && definition(element, 'bpmn:TimerEventDefinition');
  if (!held) return null;
  const kind = () => Object.keys(TIMES).find((name) => held.get(name)) ?? '';
  const kinds = Object.entries(TIMES).map(([value, label]) => ({ value, label: say(label) }));
  return group('timer', 'Timer', [
    choice('timer_kind', 'Kind', kind, (writing, one, value) => retime(writing, one, held, kind(), value), { getOptions: options(kinds, kind) }),
    ...(kind()
      ? [feel('timer_value', 'Time', () => held.get(kind())?.get('body'),
          (writing, one, value) => writing.setExpression(one, held, kind(), value || '""'),
          { description: 'FEEL: a date and time, a duration such as "PT4H", a cycle such as "R3/PT4H", or a fact that holds one.' })]
      : []),
    ofDeadline('It moves with this deadline and rests while the clock is paused.'),
  ]);
}

// One kind of time in place of another, with the same text: one edit.
function retime(writing, element, held, from, to) {
  const body = (from && held.get(from)?.get('body')) || '""';
  const made = to ? writing.make('bpmn:FormalExpression', { body }) : undefined;
  if (made) made.$parent = held;
  writing.set(element, held, { ...(from ? { [from]: undefined } : {}), ...(to ? { [to]: made } : {}) });
}

function message(element) {
  const held = isAny(element, ['bpmn:SendTask', 'bpmn:ReceiveTask']) || (is(element, 'bpmn:Event') && definition(element, 'bpmn:MessageEventDefinition'));
  if (!held) return null;
  if (isAny(element, ['bpmn:ThrowEvent', 'bpmn:SendTask'])) {
    return group('message', 'Sent to', [
      ...(is(element, 'bpmn:SendTask') ? [line('message_name', 'Message', (one) => getBusinessObject(one).get('messageRef')?.get('name'),
        (writing, one, value) => writing.setMessage(one, value), { description: 'Its name; one of that name is made where there is none.' })] : []),
      ofProperty(feel, 'to', 'Receiver', { description: 'FEEL: the key of the receiver; empty: the own one.' }),
      ofProperty(feel, 'payload', 'Content', { description: 'FEEL: a context that travels with the message.' }),
    ]);
  }
  if (is(element, 'bpmn:StartEvent') && is(getBusinessObject(element).$parent, 'bpmn:Process')) return null;
  return group('message', 'Waits for', [
    ofProperty(feel, 'correlation', 'Which one', { description: 'FEEL: the key the message must carry; empty: the own one.' }),
  ]);
}

function instances(element) {
  const loop = is(element, 'bpmn:Activity') && getBusinessObject(element).get('loopCharacteristics');
  if (!loop || !is(loop, 'bpmn:MultiInstanceLoopCharacteristics')) return null;
  const text = (name) => () => loop.get(name);
  const setText = (name) => (writing, one, value) => writing.set(one, loop, { [name]: value || undefined });
  const item = (name) => () => loop.get(name)?.get('name') ?? loop.get(name)?.get('id');
  const setItem = (name) => (writing, one, value) => writing.setItem(one, loop, name, value);
  const body = (name) => () => loop.get(name)?.get('body');
  const setBody = (name) => (writing, one, value) => writing.setExpression(one, loop, name, value);
  return group('instances', 'Several at once', [
    feel('loop_collection', 'For each of', text('loopDataInputRef'), setText('loopDataInputRef'), { description: 'FEEL: a list or a context.' }),
    line('loop_item', 'Name of the one', item('inputDataItem'), setItem('inputDataItem')),
    feel('loop_cardinality', 'Or how many', body('loopCardinality'), setBody('loopCardinality'), { description: 'FEEL: a number, in place of a collection.' }),
    line('loop_output', 'Results under', text('loopDataOutputRef'), setText('loopDataOutputRef')),
    line('loop_output_item', 'Result of the one', item('outputDataItem'), setItem('outputDataItem')),
    feel('loop_condition', 'Enough when', body('completionCondition'), setBody('completionCondition'), { description: 'FEEL; the others are cancelled when it is true.' }),
    ofProperty(line, 'adds_on', 'One more by message', { description: 'The message that adds one more item while it runs.' }),
    ofProperty(feel, 'adds_key', 'Under the key', { description: 'FEEL: the key of the item that is added to a context.' }),
  ]);
}

// Properties nobody here knows: of a later release, or of other systems. They stay, and can be changed.
function further(element) {
  const found = properties(element).filter((one) => !OWN.has(one.get('name')));
  if (!found.length) return null;
  const items = found.map((one, place) => ({
    id: `further_${place}`,
    label: one.get('name'),
    entries: [
      area(`further_${place}_value`, 'Value', () => one.get('value'), (writing, at, value) => writing.setProperty(at, one.get('name'), value)),
    ],
  }));
  return { id: 'suqiu_further', label: say('Further properties'), component: ListGroup, items };
}
