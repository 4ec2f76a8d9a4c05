// Where an element of a decision file stands: in which view, in which row, and how the list of problems leads there. Tables draw
// their cells anew while one works in them, so a mark is an attribute of its own that no table writes.
import { say } from '../words.js';

const SHOWN = { 'has-error': 'error', 'has-warning': 'warning' };
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

  // {view, rule: the number of its row}. A decision stands in its own view, what only the graph knows in the graph.
  of(id) {
    const views = this.modeler.getViews();
    for (const view of views.filter(({ type }) => type !== 'drd')) {
      if (view.element.id === id) return { view };
      const found = within(view.element, id);
      if (found) return { view, ...found };
    }
    const graph = views.find(({ type }) => type === 'drd');
    const drawn = graph?.element.drgElement?.some((one) => one.id === id || within(one, id));
    return drawn ? { view: graph } : null;
  }

  name(id) {
    const { view, rule } = this.of(id);
    const name = view.type === 'drd' ? say('Which depends on which') : view.element.name || view.element.id;
    return rule ? `${name} › ${say('Row {row}', { row: rule })}` : name;
  }

  async show(id) {
    const { view, rule } = this.of(id);
    const active = this.modeler.getActiveView();
    if (active?.element !== view.element || active?.type !== view.type) await this.modeler.open(view);
    if (view.type === 'drd') return this.inGraph(id);
    const place = this.drawn(id) ?? this.row(rule) ?? document.querySelector('#canvas .dmn-js-parent');
    place.scrollIntoView({ block: 'center', inline: 'center' });
    const field = place.matches(CELL) ? place : place.querySelector(CELL);
    if (!field) place.tabIndex = -1;
    (field ?? place).focus({ preventScroll: true });
  }

  inGraph(id) {
    const viewer = this.modeler.getActiveViewer();
    const element = viewer.get('elementRegistry').get(id);
    if (!element) return;
    viewer.get('canvas').scrollToElement(element, 100);
    viewer.get('selection').select(element);
    viewer.get('canvas').focus?.();
  }

  drawn(id) {
    return document.querySelector(`#canvas [data-element-id="${CSS.escape(id)}"]`);
  }

  // A view that is one expression.
  whole(id) {
    const { view } = this.of(id) ?? {};
    const active = this.modeler.getActiveView();
    return view?.type === active?.type && view?.element === active?.element && document.querySelector('#canvas .dmn-literal-expression-container');
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

// Is it a part of this, and in which row of its table?
function within(element, id) {
  const logic = element.decisionLogic ?? element.encapsulatedLogic;
  for (const [place, rule] of (logic?.rule ?? []).entries()) {
    const cells = [...(rule.inputEntry ?? []), ...(rule.outputEntry ?? []), ...(rule.annotationEntry ?? [])];
    if (rule.id === id || cells.some((one) => one.id === id)) return { rule: place + 1 };
  }
  const parts = [logic, element.variable, ...(logic?.input ?? []), ...(logic?.output ?? []), ...(logic?.input ?? []).map((one) => one.inputExpression)];
  const needs = [...(element.informationRequirement ?? []), ...(element.knowledgeRequirement ?? []), ...(element.authorityRequirement ?? [])];
  return [...parts, ...needs].some((one) => one?.id === id) ? {} : null;
}
