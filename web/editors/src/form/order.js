// A form with its members in the order its file has them, and without the ids the editor gave what has none there: a change
// of one word is a change of one line.
const NAMES = ['id', 'key', 'path', 'value'];

export function inOrder(before, now) {
  if (Array.isArray(before) && Array.isArray(now)) return now.map((one, at) => inOrder(same(before, one, before[at]), one));
  if (!isObject(before) || !isObject(now)) return now;
  const kept = Object.keys(before).filter((name) => name in now);
  const names = [...kept, ...Object.keys(now).filter((name) => !kept.includes(name))];
  return Object.fromEntries(names.map((name) => [name, inOrder(before[name], now[name])]));
}

// The ids a form has in the editor and not in its file; both have the same components in the same order.
export function givenIds(before, now) {
  const pairs = (before.components ?? []).map((one, at) => [one, now.components?.[at]]).filter(([, there]) => there);
  return pairs.flatMap(([one, there]) => [...(one.id === undefined ? [there.id] : []), ...givenIds(one, there)]);
}

export function withoutIds(form, given) {
  const { id, components, ...others } = form;
  const own = given.includes(id) ? others : { id, ...others };
  return components ? { ...own, components: components.map((one) => withoutIds(one, given)) } : own;
}

function same(all, one, there) {
  if (!isObject(one)) return there;
  const name = NAMES.find((key) => one[key] !== undefined);
  return name ? all.find((other) => other?.[name] === one[name]) : there;
}

const isObject = (one) => typeof one === 'object' && one !== null && !Array.isArray(one);
