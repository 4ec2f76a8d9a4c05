// What deployment would say, while it is drawn: a list that leads to the element, marks on the elements, and the way of a
// token that gets stuck.
import { post } from './keeper.js';
import { say } from './words.js';

const PAUSE = 1500; // milliseconds after the last change
const MARKS = { error: 'has-error', warning: 'has-warning' };

export class Problems {
  // write() gives the file as it is here; null: as the server has it. draw: {mark(id, class), unmark(id, class), has(id), show(id), badge(id, html), clear()} of the editor, or null; name(id), where it has one, says in words where that is. more() tells of what only the editor knows.
  constructor(desk, write, draw = null, more = () => []) {
    Object.assign(this, { desk, write, draw, more, timer: 0, turn: 0, marked: [], way: [] });
    this.list = document.querySelector('[data-problems]');
    this.count = document.querySelector('[data-problem-count]');
    document.querySelector('[data-act=check]')?.addEventListener('click', () => this.check());
    this.count.textContent = say('Checking …');
  }

  changed() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.check(), PAUSE);
  }

  // With ``kept``, what the server has is what is here: when a page opens, nothing need be written out and sent.
  async check({ kept = false } = {}) {
    clearTimeout(this.timer);
    const turn = ++this.turn;
    const body = new FormData();
    try {
      if (!kept && this.write) body.append('files', new Blob([await this.write()]), this.desk.file);
      const { problems = [], said } = await post(this.desk.check, body, this.desk);
      if (turn === this.turn) this.tell(said ? [{ message: said, severity: 'error', file: this.desk.file }] : [...problems, ...this.more()]);
    } catch (error) {
      if (turn === this.turn) this.count.textContent = error.message;
    }
  }

  tell(problems) {
    const here = (one) => one.file === this.desk.file;
    const sorted = problems.toSorted((one, other) => here(other) - here(one) || (one.severity > other.severity ? 1 : -1));
    this.list.replaceChildren(...sorted.map((one) => this.item(one)));
    const errors = problems.filter((one) => one.severity === 'error').length;
    const figures = { errors, warnings: problems.length - errors };
    this.count.textContent = problems.length ? say('{errors} to mend, {warnings} to think about', figures) : say('Nothing to mend');
    this.count.dataset.weight = errors ? 'late' : problems.length ? 'near' : 'done';
    this.list.dataset.ready = '1';
    if (this.draw) this.mark(sorted.filter((one) => here(one) && one.element && this.draw.has(one.element)));
  }

  item(one) {
    const item = document.createElement('li');
    item.className = `problem is-${one.severity}`;
    const there = one.file !== this.desk.file;
    const act = document.createElement(there ? 'a' : 'button');
    if (there) act.href = `${this.desk.other.replace('FILE', encodeURIComponent(one.file))}#${encodeURIComponent(one.element ?? '')}`;
    else act.type = 'button';
    const kind = document.createElement('strong');
    kind.textContent = say(one.severity === 'error' ? 'Mend' : 'Think about');
    const said = document.createElement('span');
    said.textContent = one.message;
    const place = document.createElement('span');
    place.className = 'code small soft';
    place.textContent = [there && one.file, (!there && this.named(one.element)) || one.element].filter(Boolean).join(' › ');
    act.append(kind, said, place);
    if (!there) act.addEventListener('click', () => this.lead(one));
    item.append(act);
    return item;
  }

  named(element) {
    return element && this.draw?.has(element) && this.draw.name?.(element);
  }

  lead(one) {
    this.drawWay(one.path ?? []);
    if (one.element && this.draw?.has(one.element)) this.draw.show(one.element);
  }

  mark(problems) {
    for (const [id, mark] of this.marked) if (this.draw.has(id)) this.draw.unmark(id, mark);
    this.draw.clear();
    const worst = Map.groupBy(problems, (one) => one.element);
    this.marked = [...worst].map(([id, list]) => [id, MARKS[list.some((one) => one.severity === 'error') ? 'error' : 'warning']]);
    for (const [id, mark] of this.marked) {
      this.draw.mark(id, mark);
      this.draw.badge(id, badge(mark, worst.get(id)));
    }
    this.drawWay(problems.find((one) => one.path?.length)?.path ?? []);
  }

  drawWay(path) {
    if (!this.draw) return;
    for (const id of this.way) if (this.draw.has(id)) this.draw.unmark(id, 'is-stuck-way');
    this.way = path.filter((id) => this.draw.has(id));
    for (const id of this.way) this.draw.mark(id, 'is-stuck-way');
  }
}

function badge(mark, problems) {
  const sign = document.createElement('span');
  sign.className = `lint-badge ${mark}`;
  sign.textContent = mark === 'has-error' ? '!' : '?';
  sign.title = problems.map((one) => one.message).join('\n');
  return sign;
}
