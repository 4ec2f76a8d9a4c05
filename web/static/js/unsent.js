// What is typed into a task's form goes to the server a moment later, and from there comes back after a crash, on
// another machine, after signing in again. While the server cannot be reached it stays in this tab.
import { withoutFiles } from './form.js';
import { renewToken } from './token.js';

const PAUSE = 1200;
export const place = (form) => `unsent ${form.dataset.owner} ${form.dataset.unsent}`;

export function keepTyped(root, say) {
  const form = root.querySelector('#task-form[data-unsent]');
  if (!form) return;
  let timer;
  let changed = false;
  let storing; // what is on its way takes the tab's copy with it when it arrives, so whoever draws the form anew waits
  const later = () => {
    changed = true;
    clearTimeout(timer);
    timer = setTimeout(() => (storing = store(form, say)), PAUSE);
  };
  let handedIn = false;
  form.addEventListener('input', (event) => {
    if (event.isTrusted) handedIn = false; // a list drawn anew behind the sent form is nobody's typing
    if (!handedIn) later();
  });
  bringBack(form); // heard as typed just now: the server is to have it too
  form.addEventListener('submit', () => {
    clearTimeout(timer);
    handedIn = true;
    changed = false;
    sessionStorage.setItem(place(form), JSON.stringify(fields(form)));
  });
  // Another act on the page (more time, taking the task) draws it anew: what was typed a moment ago comes along.
  const aside = (event) => {
    if (!form.isConnected) document.removeEventListener('submit', aside, true);
    else if (event.submitter?.name === 'forget') sessionStorage.removeItem(place(form));
    else if (event.target !== form && changed) {
      sessionStorage.setItem(place(form), JSON.stringify(fields(form)));
    }
  };
  document.addEventListener('submit', aside, true);
  const leave = () => {
    if (!changed || !form.isConnected) return;
    clearTimeout(timer);
    const typed = JSON.stringify(fields(form));
    const body = withoutFiles(new FormData(form));
    return fetch(form.dataset.unsent, { method: 'POST', body, headers: { 'X-Part': 'unsent' }, keepalive: true })
      .then((answer) => answer.ok)
      .catch(() => false)
      .then((kept) => (kept ? sessionStorage.removeItem(place(form)) : sessionStorage.setItem(place(form), typed)));
  };
  addEventListener('pagehide', leave);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && leave());
  return async () => {
    await storing;
    await leave();
  };
}

const fields = (form) => [...withoutFiles(new FormData(form))].filter(([name]) => !['csrf_token', '_revision'].includes(name));

const post = (form) =>
  fetch(form.dataset.unsent, { method: 'POST', body: withoutFiles(new FormData(form)), headers: { 'X-Part': 'unsent' } }).catch(() => null);

async function store(form, say) {
  let answer = await post(form);
  if (answer?.status === 400 && (await renewToken(form))) answer = await post(form);
  const shown = form.querySelector('[data-kept]');
  if (answer?.ok) {
    sessionStorage.removeItem(place(form));
    if (shown) shown.textContent = shown.dataset.kept;
    return;
  }
  sessionStorage.setItem(place(form), JSON.stringify(fields(form)));
  if (shown) shown.textContent = '';
  say?.(!answer ? 'lost' : answer.status === 401 ? 'over' : ((await answer.json().catch(() => ({}))).said ?? 'unkept'));
}

// What this tab kept while the server was away, or while a sent form got no answer; the server's own copy is older.
function bringBack(form) {
  // A page that answers what was sent shows it, its files too, and the server has kept it.
  if ('onTheServer' in form.dataset) sessionStorage.removeItem(place(form));
  const kept = sessionStorage.getItem(place(form));
  if (!kept) return;
  for (const control of form.elements) if (control.type === 'checkbox' || control.type === 'radio') control.checked = false;
  for (const control of form.querySelectorAll('select[multiple] option')) control.selected = false;
  const seen = {};
  for (const [name, value] of JSON.parse(kept)) {
    const found = [...form.elements].filter((one) => one.name === name && one.type !== 'file');
    seen[name] = (seen[name] ?? -1) + 1;
    put(found, value, seen[name]);
  }
  form.dispatchEvent(new Event('input', { bubbles: true }));
}

function put(found, value, nth) {
  const box = found.find((one) => ['checkbox', 'radio'].includes(one.type) && one.value === value);
  const list = found.find((one) => one.multiple);
  if (box) box.checked = true;
  else if (list) for (const option of list.options) option.selected ||= option.value === value;
  else if (found.length && !['checkbox', 'radio'].includes(found[0].type)) (found[nth] ?? found[0]).value = value;
}
