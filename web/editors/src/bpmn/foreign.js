// What other systems wrote on an element goes with it when its kind is changed, and when it is copied or cut and pasted:
// bpmn-js itself takes along only what it knows, and the server keeps no diagram that lost the rest.
export class Foreign {
  constructor(eventBus, moddle) {
    eventBus.on('moddleCopy.canCopyProperties', 2000, ({ sourceElement, targetElement }) => {
      for (const [name, value] of Object.entries(sourceElement.$attrs ?? {})) targetElement.$attrs[name] ??= value;
    });
    eventBus.on('moddleCopy.canCopyProperty', 2000, ({ property }) => {
      if (property?.$descriptor?.isGeneric) return copied(property, moddle);
    });
  }
}

Foreign.$inject = ['eventBus', 'moddle'];

function copied(element, moddle) {
  const { $type, $children, ...own } = element;
  const copy = moddle.createAny($type, element.$descriptor.ns.uri, own);
  if ($children) {
    copy.$children = $children.map((child) => Object.assign(copied(child, moddle), { $parent: copy }));
  }
  return copy;
}
