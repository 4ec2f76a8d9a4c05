// A file as somebody wrote it, with what was drawn since. The editors' models know no comments and write the parts of an
// element in an order of their own; here comments and processing instructions come back to where they stood, and attributes
// and parts into the order they had. What was deleted takes along the comments inside it; one before it stays.
const KEYS = ['name', 'bpmnElement', 'dmnElementRef', 'href']; // by which a part without an id is known again

const parsed = (xml) => new DOMParser().parseFromString(xml, 'application/xml');
const isElement = (node) => node.nodeType === Node.ELEMENT_NODE;
const isSaid = (node) => node.nodeType === Node.COMMENT_NODE || node.nodeType === Node.PROCESSING_INSTRUCTION_NODE;

// For the file before, what weaves a file of now into it: {xml, gone}, how many comments went with what was deleted.
// now(id): what an id of the file before is called today.
export function asWritten(before, now = (id) => id) {
  const old = parsed(before);
  const had = byId(old);
  return (after) => {
    const page = parsed(after);
    const known = byId(page);
    const told = {
      gone: 0,
      page,
      twin: (one) => known.get(now(one.getAttribute('id'))) ?? known.get(one.getAttribute('id')),
      had: (one) => had.has(one.getAttribute('id')),
    };
    weave(old, page, told);
    return { xml: declaredAs(before, new XMLSerializer().serializeToString(page)), gone: told.gone };
  };
}

const byId = (root) => new Map([...root.querySelectorAll('[id]')].map((one) => [one.getAttribute('id'), one]));

// A browser reads the namespaces of the root in an order of its own; here they stand as they were declared.
const ROOT = /^((?:\s|<\?[^]*?\?>|<!--[^]*?-->)*<[^\s<>/]+)((?:\s+[^\s=<>/]+\s*=\s*(?:"[^"]*"|'[^']*'))*)/;
const DECLARED = /\s+(xmlns(?::[^\s=]+)?)\s*=\s*("[^"]*"|'[^']*')/g;

function declaredAs(before, after) {
  const [was, is] = [before, after].map((xml) => new Map([...(ROOT.exec(xml)?.[2].matchAll(DECLARED) ?? [])].map(([, name, uri]) => [name, uri])));
  const names = [...was.keys()].filter((name) => is.has(name));
  const all = [...names, ...[...is.keys()].filter((name) => !was.has(name))];
  const spaces = all.map((name) => ` ${name}=${is.get(name)}`).join('');
  return after.replace(ROOT, (whole, head, rest) => head + spaces + rest.replace(DECLARED, ''));
}

function weave(old, page, told) {
  const twins = pairs(old, page, told);
  if (isElement(page)) {
    attributes(old, page);
    arrange(old, page, twins);
  }
  let waiting = [];
  for (const node of old.childNodes) {
    if (isSaid(node)) waiting.push(node);
    if (!isElement(node)) continue;
    const twin = twins.get(node);
    if (twin) {
      for (const one of waiting) twin.parentNode.insertBefore(told.page.importNode(one), twin);
      waiting = [];
      weave(node, twin, told);
    } else if (node.hasAttribute('id')) told.gone += said(node).length;
    else waiting.push(...said(node));
  }
  for (const one of waiting) page.appendChild(told.page.importNode(one));
}

// Which part of the file before is which part now: by id wherever it stands; without one, in the same place.
function pairs(old, page, told) {
  const unnamed = [...old.children].some((one) => !one.hasAttribute('id')) || !isElement(old);
  const places = new Map(unnamed ? numbered(page.children) : []);
  const found = new Map();
  for (const [place, one] of unnamed ? numbered(old.children) : [...old.children].map((one) => ['', one])) {
    const named = one.hasAttribute('id') && place !== 'root';
    const twin = named ? told.twin(one) : places.get(place);
    if (twin && (named || place === 'root' || !told.had(twin))) found.set(one, twin);
  }
  return found;
}

function* numbered(parts) {
  const seen = new Map();
  for (const one of parts) {
    const name = `${one.namespaceURI} ${one.localName} ${KEYS.map((key) => one.getAttribute(key) ?? '').join(' ')}`;
    seen.set(name, (seen.get(name) ?? 0) + 1);
    yield [one === one.ownerDocument.documentElement ? 'root' : `${name} ${seen.get(name)}`, one];
  }
}

function attributes(old, page) {
  const names = [...old.attributes].map((one) => one.name).filter((name) => page.hasAttribute(name));
  if (names.every((name, at) => page.attributes[at].name === name)) return;
  for (const name of names.concat([...page.attributes].map((one) => one.name).filter((one) => !names.includes(one)))) {
    const one = page.getAttributeNode(name);
    page.removeAttributeNode(one);
    page.setAttributeNode(one);
  }
}

// Parts of one kind stay in the order they are in now, where a person may have moved them; the kinds among each other as
// they were. What is new follows the one of its kind before it, or else whatever stands before it.
function arrange(old, page, twins) {
  const were = new Map([...old.children].map((one, place) => [twins.get(one), place]));
  const order = [...page.children].map((one) => were.get(one)).filter((one) => one !== undefined);
  if (order.every((place, at) => !at || order[at - 1] < place)) return;
  const kinds = Map.groupBy(page.children, (one) => one.localName);
  const placed = new Map();
  for (const kind of kinds.values()) {
    const there = kind.filter((one) => were.has(one));
    const places = there.map((one) => were.get(one)).sort((one, other) => one - other);
    for (const [at, one] of there.entries()) placed.set(one, places[at]);
  }
  const last = new Map();
  let before = -1;
  for (const one of page.children) {
    if (!placed.has(one)) placed.set(one, last.get(one.localName) ?? before);
    before = placed.get(one);
    last.set(one.localName, before);
  }
  const sorted = [...page.children].sort((one, other) => placed.get(one) - placed.get(other));
  if (sorted.some((one, at) => one !== page.children[at])) page.append(...sorted);
}

function said(node) {
  return [...node.childNodes].flatMap((one) => (isSaid(one) ? [one] : said(one)));
}
