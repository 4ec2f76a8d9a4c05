// A rule's source stands in its annotation (DMN 1.3). dmn-js shows only a rule's description, so while a table is open the
// annotation stands there; it is written back as what it was. Tables with several annotations stay as they are.
const parsed = (xml) => new DOMParser().parseFromString(xml, 'application/xml');
const written = (page) => new XMLSerializer().serializeToString(page);
const child = (node, name) => [...node.children].find((one) => one.localName === name);
const make = (node, name) => node.ownerDocument.createElementNS(node.namespaceURI, `${node.prefix ? `${node.prefix}:` : ''}${name}`);

function tables(page) {
  return [...page.getElementsByTagNameNS('*', 'decisionTable')].map((table) => ({
    table,
    annotations: [...table.children].filter((one) => one.localName === 'annotation'),
    rules: [...table.children].filter((one) => one.localName === 'rule'),
  }));
}

// The ids of the tables whose annotation was moved, and the XML in which it is.
export function shown(xml) {
  const page = parsed(xml);
  const moved = [];
  for (const { table, annotations, rules } of tables(page)) {
    if (annotations.length !== 1 || rules.some((rule) => child(rule, 'description'))) continue;
    moved.push(table.getAttribute('id'));
    for (const rule of rules) {
      const entry = child(rule, 'annotationEntry');
      if (!entry) continue;
      const description = make(rule, 'description');
      description.textContent = child(entry, 'text')?.textContent ?? '';
      rule.insertBefore(description, rule.firstChild);
      entry.remove();
    }
  }
  return { moved, xml: moved.length ? written(page) : xml };
}

export function kept(xml, moved) {
  if (!moved.length) return xml;
  const page = parsed(xml);
  for (const { table, rules } of tables(page)) {
    if (!moved.includes(table.getAttribute('id'))) continue;
    for (const rule of rules) {
      const description = child(rule, 'description');
      const entry = make(rule, 'annotationEntry');
      const text = make(rule, 'text');
      text.textContent = description?.textContent ?? '';
      entry.append(text);
      rule.append(entry);
      description?.remove();
    }
  }
  return written(page);
}
