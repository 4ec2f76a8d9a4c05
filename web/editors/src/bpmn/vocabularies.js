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

// moddle drops an element of a namespace it knows by a name it doesn't. Each such tag becomes a type of its own, with the
// attributes and children it has in this file.
function withUnknown(descriptor, xml) {
  const page = new DOMParser().parseFromString(xml, 'application/xml');
  const known = new Set(descriptor.types.map((type) => type.name.toLowerCase()));
  const found = new Map();
  for (const node of page.getElementsByTagNameNS(descriptor.uri, '*')) {
    if (known.has(node.localName.toLowerCase())) continue;
    const type = found.get(node.localName) ?? { attributes: new Set(), children: new Set() };
    for (const { name } of node.attributes) if (!name.includes(':')) type.attributes.add(name);
    for (const child of node.children) if (child.namespaceURI === descriptor.uri) type.children.add(child.localName);
    found.set(node.localName, type);
  }
  const types = [...found].map(([tag, type]) => ({ name: capital(tag), superClass: ['Element'], properties: held(type) }));
  return { ...descriptor, types: [...descriptor.types.map((type) => withStrayAttributes(type, page, descriptor.uri)), ...types] };
}

function held({ attributes, children }) {
  const inner = [...children].map((tag) => ({ name: `held_${tag}`, type: capital(tag), isMany: true }));
  const body = inner.length ? [] : [{ name: 'body_', type: 'String', isBody: true }];
  return [...[...attributes].map((name) => ({ name, type: 'String', isAttr: true })), ...inner, ...body];
}

// A known tag with an attribute of a later release keeps it, too.
function withStrayAttributes(type, page, uri) {
  const own = new Set((type.properties ?? []).map((one) => one.name));
  const stray = new Set();
  for (const node of page.getElementsByTagNameNS(uri, type.name[0].toLowerCase() + type.name.slice(1))) {
    for (const { name } of node.attributes) if (!name.includes(':') && !own.has(name)) stray.add(name);
  }
  const added = [...stray].map((name) => ({ name, type: 'String', isAttr: true }));
  return added.length ? { ...type, properties: [...(type.properties ?? []), ...added] } : type;
}

const capital = (tag) => tag[0].toUpperCase() + tag.slice(1);
