// Undo over a whole file. Each view of dmn-js has a history of its own, and forgets it when another view is opened; so the file
// as it was before each change is remembered here, and read in again once the open view remembers no more.
const MOST = 200; // changes

export class History {
  // write() gives the modeler's own XML; restored() is told after a file was read in again, told() whenever this knows more.
  constructor(modeler, write, restored, told) {
    Object.assign(this, { modeler, write, restored, told, past: [], future: [], now: null, busy: Promise.resolve() });
    this.then(async () => {
      this.now = await this.write();
    });
  }

  get stack() {
    return this.modeler.getActiveViewer()?.get('commandStack');
  }

  canUndo() {
    return Boolean(this.stack?.canUndo() || this.past.length);
  }

  canRedo() {
    return Boolean(this.stack?.canRedo() || this.future.length);
  }

  // What the open view's own history did: 'execute', 'undo' or 'redo'.
  changed(trigger) {
    const view = named(this.modeler.getActiveView());
    this.then(async () => {
      if (trigger === 'undo') this.step(this.past, this.future, view);
      else if (trigger === 'redo') this.step(this.future, this.past, view);
      else {
        this.past = [...this.past, { xml: this.now, view }].slice(-MOST);
        this.future = [];
      }
      this.now = await this.write();
    });
  }

  undo() {
    if (this.stack?.canUndo()) this.stack.undo();
    else this.back(this.past, this.future);
  }

  redo() {
    if (this.stack?.canRedo()) this.stack.redo();
    else this.back(this.future, this.past);
  }

  back(from, to) {
    this.then(async () => {
      if (!from.length) return;
      const { xml, view } = this.step(from, to, from.at(-1).view);
      await this.modeler.importXML(xml, { open: false });
      const there = this.modeler.getViews().find((one) => named(one) === view) ?? this.modeler.getViews()[0];
      await this.modeler.open(there);
      this.now = xml;
      this.restored();
    });
  }

  step(from, to, view) {
    to.push({ xml: this.now, view });
    return from.pop();
  }

  // One after another: a file is written out and read in while time passes.
  then(act) {
    this.busy = this.busy.then(act).catch((error) => console.error(error)).then(() => this.told());
  }
}

const named = (view) => `${view?.type} ${view?.element.id}`;
