// The panel's fields, written when they are left: form-js moves the focus to its drawing at every change, and made while
// typing, a change took the keys that followed. Its own fields with an expression never write when they are left, so what
// waits is held here, where it can be written whenever it must be.
import { say } from '../words.js';

const PANEL = '.bio-properties-panel';

export class Fields {
  waiting = new Set();
  touched = new Set();

  // In place of form-js' debounce.
  later = (callback) => {
    let held = [];
    const later = (...args) => {
      held = args;
      this.waiting.add(later);
    };
    later.flush = () => this.waiting.delete(later) && callback(...held);
    later.cancel = () => this.waiting.delete(later);
    return later;
  };

  write() {
    for (const one of [...this.waiting]) one.flush();
  }

  // The drawing's own fields and the search among the components are no part of the file.
  watch(canvas, keeper) {
    canvas.addEventListener('input', (event) => {
      const entry = event.target.closest(`${PANEL} .bio-properties-panel-entry`);
      if (entry) this.touched.add(entry);
      if (event.target.closest(PANEL)) keeper.typing(event);
    });
    canvas.addEventListener('focusout', ({ isTrusted, target, relatedTarget }) => {
      if (isTrusted && target.closest(PANEL)) this.left(keeper, relatedTarget);
    });
  }

  // The person goes on where the focus went, whatever the change does with it.
  left(keeper, next) {
    this.write();
    setTimeout(() => next?.isConnected && next.closest(PANEL) && next.focus({ preventScroll: true }), 50);
    if (keeper.typed) keeper.wait();
  }

  // A field the person typed in, and that shows what is wrong with it, has not been written.
  refused() {
    for (const one of this.touched) if (!one.isConnected) this.touched.delete(one);
    const wrong = [...this.touched].some((one) => one.matches('.has-error'));
    return wrong && say('A field holds what cannot be kept; it says why.');
  }
}
