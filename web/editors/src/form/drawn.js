// What the list of problems does on a form: marks a component, selects it and brings it into sight.
export function drawn(editor) {
  const known = editor.get('formFieldRegistry');
  const field = (id) => known.get(id) ?? known.getAll().find((one) => one.key === id || one.path === id);
  const shape = (id) => document.querySelector(`.fjs-element[data-id="${CSS.escape(field(id)?.id ?? '')}"]`);
  return {
    has: (id) => Boolean(field(id)),
    name: (id) => [field(id)?.label, id].filter(Boolean).join(' › '),
    mark: (id, mark) => shape(id)?.setAttribute('data-lint', mark), // form-js writes the classes anew
    unmark: (id) => shape(id)?.removeAttribute('data-lint'),
    badge: () => {},
    clear: () => {},
    show: (id) => {
      const preview = document.querySelector('[data-act=preview][aria-pressed=true]');
      preview?.click();
      editor.get('selection').set(field(id));
      shape(id)?.scrollIntoView({ block: 'center' });
      shape(id)?.focus({ preventScroll: true });
    },
  };
}
