// The palette offers what a form may hold, and nothing else; 'default' is the form itself.
export function limited(components) {
  const offered = new Set([...components, 'default']);
  class Limited {
    constructor(formFields) {
      for (const kind of Object.keys(formFields._formFields)) if (!offered.has(kind)) delete formFields._formFields[kind];
    }
  }
  Limited.$inject = ['formFields'];
  return { __init__: ['limited'], limited: ['type', Limited] };
}
