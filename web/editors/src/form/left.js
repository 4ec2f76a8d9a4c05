// A field of the panel is written when it is left, or once it goes: each change moves the focus to the drawing, and made
// while typing it took the keys that followed. Not every field of the panel says itself that it was left.
export function whenLeft(panel) {
  const waiting = new Set();
  panel.addEventListener('focusout', () => waiting.forEach((one) => one.flush()));
  const debounce = (write) => {
    let last = null;
    const field = (...given) => {
      last = given;
      waiting.add(field);
    };
    field.cancel = () => waiting.delete(field);
    field.flush = () => waiting.delete(field) && write(...last);
    return field;
  };
  return { debounce: ['value', debounce] };
}
