// Where an element of a decision file stands: in which view, in which row, and how the list of problems leads there. Tables draw
// their cells anew while one works in them, so a mark is an attribute of its own that no table writes.
import { say } from '../words.js';

const SHOWN = { 'has-error': 'error', 'has-warning': 'warning' };
const FIELDS = {
  expression: '#canvas .literal-expression',
  variable: '#canvas :is(.variable-type-select, .element-variable)',
};
const CELL = '[contenteditable], textarea, .cm-content, input';

export class Places {
  constructor(modeler) {
    this.modeler = modeler;
    this.marks = new Map();
    modeler.on('views.changed', () => this.paint());
  }

  has(id) {
    return Boolean(this.of(id));
  }

  // {view, rule: the number of its row, field: what of an expression it is, drawn: what shows it in the graph}. A decision
  // stands in its own view; what one requires, and what has no view, in the graph.
  of(id) {
    const views = this.modeler.getViews();
    const graph = views.find(({ type }) => type === 'drd');
    for (const one of graph?.element.drgElement ?? []) {
      if (needs(one).some((need) => holds(need, id))) return { view: graph, drawn: [id, one.id] };
    }
    for (const view of views.filter(({ type }) => type !== 'drd')) {
      const found = within(view.element, id);
      if (found) return { view, ...found };
    }
    const holder = [...(graph?.element.drgElement ?? []), ...(graph?.element.artifact ?? [])].find((one) => holds(one, id));
    return holder ? { view: graph, drawn: [id, holder.id] } : null;
  }

  name(id) {
    const { view, rule, drawn } = this.of(id);
    if (drawn) {
      const one = view.element.drgElement?.find((other) => other.id === drawn[1]);
      return `${say('Which depends on which')} › ${one?.name || drawn[1]}`;
    }
    const name = view.element.name || view.element.id;
    return rule ? `${name} › ${say('Row {row}', { row: rule })}` : name;
  }

  async show(id) {
    const { view, rule, field, drawn } = this.of(id);
    const active = this.modeler.getActiveView();
    if (active?.element !== view.element || active?.type !== view.type) await this.modeler.open(view);
    if (drawn) return this.inGraph(drawn);
    const place = this.drawn(id) ?? this.row(rule) ?? document.querySelector(FIELDS[field]) ?? document.querySelector('#canvas .dmn-js-parent');
    place.scrollIntoView({ block: 'center', inline: 'center' });
    const cell = place.matches(CELL) ? place : place.querySelector(CELL);
    if (!cell) place.tabIndex = -1;
    (cell ?? place).focus({ preventScroll: true });
  }

  // A line without a drawing of its own is shown by what requires it.
  inGraph(ids) {
    const viewer = this.modeler.getActiveViewer();
    const element = ids.map((id) => viewer.get('elementRegistry').get(id)).find(Boolean);
    if (!element) return;
    viewer.get('canvas').scrollToElement(element, 100);
    viewer.get('selection').select(element);
    viewer.get('canvas').focus?.();
  }

  drawn(id) {
    return document.querySelector(`#canvas [data-element-id="${CSS.escape(id)}"]`);
  }

  // In the view that is open: a part of its one expression, or what the graph has for it.
  whole(id) {
    const { view, field, drawn } = this.of(id) ?? {};
    const active = this.modeler.getActiveView();
    if (!view || view.type !== active?.type || view.element !== active?.element) return null;
    if (drawn) return drawn.map((one) => this.drawn(one)).find(Boolean);
    return document.querySelector(FIELDS[field]);
  }

  row(rule) {
    return rule && document.querySelectorAll('#canvas .tjs-container tbody tr')[rule - 1];
  }

  mark(id, mark) {
    this.marks.set(id, SHOWN[mark]);
    this.paint();
  }

  unmark(id) {
    this.marks.delete(id);
    this.paint();
  }

  badge() {}

  clear() {}

  // In the view that is open now.
  paint() {
    for (const one of document.querySelectorAll('#canvas [data-lint]')) one.removeAttribute('data-lint');
    for (const [id, mark] of this.marks) (this.drawn(id) || this.whole(id) || null)?.setAttribute('data-lint', mark);
  }
}

const needs = (one) => [...(one.informationRequirement ?? []), ...(one.knowledgeRequirement ?? []), ...(one.authorityRequirement ?? [])];

// Is it a part of what has a view of its own, in which row of its table, or in which field of its expression?
function within(element, id) {
  const logic = element.decisionLogic ?? element.encapsulatedLogic;
  const rule = (logic?.rule ?? []).findIndex((one) => holds(one, id));
  if (rule >= 0) return { rule: rule + 1 };
  if (!holds(element, id)) return null;
  return { field: element.variable && holds(element.variable, id) ? 'variable' : 'expression' };
}

// Itself, or a part of it however deep; what is only referred to is no part.
function holds(element, id) {
  if (element.id === id) return true;
  const parts = Object.values(element).flat().filter((one) => one?.$type && one.$parent === element);
  return parts.some((one) => holds(one, id));
}
