// What moddle must know before it reads a diagram, so that everything in it is there again after a save.
import standard from 'bpmn-moddle/resources/bpmn/json/bpmn.json';
import suqiu from './descriptor.json';

const FEEL_IN_PLACE_OF_REFERENCES = ['loopDataInputRef', 'loopDataOutputRef'];

export function vocabularies(xml) {
  return { bpmn: withCollections(), spiffworkflow: withUnknown(suqiu, xml) };
}

// BPMN means a reference to a data element where our diagrams hold FEEL: read as a reference it would be lost.
function withCollections() {
  const types = standard.types.map((type) => {
    if (type.name !== 'MultiInstanceLoopCharacteristics') return type;
    const properties = type.properties.map((one) =>
      FEEL_IN_PLACE_OF_REFERENCES.includes(one.name) ? { name: one.name, type: 'String' } : one,
    );
    return { ...type, properties };
  });
  return { ...standard, types };
}

// moddle drops what it doesn't know of a vocabulary it knows. Each such tag becomes a type of its own, and each type gets the
// attributes of later releases, the parts of whichever vocabulary, and the text that its elements have in this file.
function withUnknown(descriptor, xml) {
  const page = new DOMParser().parseFromString(xml, 'application/xml');
  const nodes = Map.groupBy(page.getElementsByTagNameNS(descriptor.uri, '*'), (node) => capital(node.localName));
  const known = new Map(descriptor.types.map((type) => [type.name, type]));
  const unknown = [...nodes.keys()].filter((name) => !known.has(name)).map((name) => ({ name, superClass: ['Element'] }));
  const types = [...descriptor.types, ...unknown].map((type) => withStray(type, nodes.get(type.name) ?? [], known));
  return { ...descriptor, types };
}

function withStray(type, nodes, known) {
  const own = [type, ...(type.superClass ?? []).map((name) => known.get(name))].flatMap((one) => one?.properties ?? []);
  const names = new Set(nodes.flatMap((node) => [...node.attributes]).map((one) => one.name).filter((name) => !name.includes(':')));
  const stray = [...names].filter((name) => !own.some((one) => one.name === name)).map((name) => ({ name, type: 'String', isAttr: true }));
  const inside = nodes.some((node) => node.children.length) ? [{ name: 'inside_', type: 'Element', isMany: true }] : [];
  const text = nodes.some((node) => [...node.childNodes].some((one) => one.nodeType !== Node.COMMENT_NODE && one.nodeType !== Node.ELEMENT_NODE && one.textContent.trim()));
  const body = text && !own.some((one) => one.isBody) ? [{ name: 'body_', type: 'String', isBody: true }] : [];
  return { ...type, properties: [...(type.properties ?? []), ...stray, ...inside, ...body] };
}

const capital = (tag) => tag[0].toUpperCase() + tag.slice(1);
