// The worklist beside an open task: the next one opens when one is done, keys do what buttons do, the list stays live.
import { say, unsay } from './say.js';
import { follow } from './live.js';
import { openIn, leavePane, isShown } from './pane.js';
import { onKeys } from './keys.js';

const desk = document.querySelector('[data-desk]');
const list = document.getElementById('list');
const pane = document.getElementById('pane');
const rows = () => [...list.querySelectorAll('tr[data-task]')];
const current = () => list.querySelector('tr[data-current]');
let upcoming;

function mark(row) {
  current()?.removeAttribute('data-current');
  row?.setAttribute('data-current', '');
  row?.scrollIntoView({ block: 'nearest' });
}

function move(step) {
  const all = rows();
  const at = all.indexOf(current());
  const row = all[Math.min(all.length - 1, Math.max(0, at + step))];
  if (!row) return;
  mark(row);
  row.querySelector('a').focus({ preventScroll: true });
}

async function open(row) {
  const link = row?.querySelector('a');
  if (!link) return;
  mark(row);
  if (!isShown(pane) || !link.pathname.startsWith('/tasks/')) return void (location.href = link.href);
  const all = rows();
  upcoming = all.slice(all.indexOf(row) + 1).map((one) => one.dataset.task);
  await openIn(pane, link.href, after);
  remember(row.dataset.task);
}

// A task of the address opens whether or not this view lists it; on a narrow screen it is a page of its own.
async function openAsked(id) {
  const address = `/tasks/${encodeURIComponent(id)}`;
  if (!isShown(pane)) return location.replace(address);
  if (rowOf(id)) return open(rowOf(id));
  upcoming = rows().map((one) => one.dataset.task);
  await openIn(pane, address, after);
}

// What follows an act in the pane: the list is loaded again; a completed task makes room for the one below it.
async function after(done) {
  await refresh(true);
  if (!done) return;
  say(done);
  const following = upcoming?.map((id) => rowOf(id)).find(Boolean) ?? rows()[0];
  if (following) await open(following);
  else remember(null);
}

// What is chosen above and not applied yet is meant too when the filter is kept, or columns are chosen.
const search = document.querySelector('[data-search]');
for (const form of document.querySelectorAll('[data-with-search]')) {
  form.addEventListener('submit', () => (form.elements.query.value = new URLSearchParams(new FormData(search)).toString()));
}

const rowOf = (id) => list.querySelector(`tr[data-task="${CSS.escape(id ?? '')}"]`);

function remember(id) {
  const address = new URL(location.href);
  if (id) address.searchParams.set('task', id);
  else address.searchParams.delete('task');
  history.replaceState(null, '', address);
}

// Says whether the list was answered. Asked for beside (not `whole`), a lost line is the sign's to tell.
async function refresh(whole) {
  const answer = await fetch(location.pathname + location.search, { headers: { 'X-Part': 'list' } }).catch(() => null);
  if (!answer?.ok) {
    if (answer?.status === 401) say('over');
    else if (whole) say('lost');
    return false;
  }
  const fresh = document.createElement('div');
  fresh.innerHTML = await answer.text();
  if (!whole && moves(fresh)) {
    stay(fresh);
    say('news', () => refresh(true));
  } else {
    unsay();
    replace(fresh);
  }
  return true;
}

// How old the list may be, where it is not as it is this moment.
let known = Date.now();
function tell(how) {
  const sign = document.querySelector('[data-stale]');
  if (how !== 'cut') known = Date.now();
  sign.hidden = !how;
  if (how) sign.lastElementChild.textContent = sign.dataset[how].replace('{}', Math.ceil((Date.now() - known) / 60_000));
}

// Would rows change place? Then nothing moves under the pointer until the person asks for it.
function moves(fresh) {
  const ids = (root) => [...root.querySelectorAll('tr[data-task]')].map((row) => row.dataset.task).join(' ');
  return ids(list) !== ids(fresh);
}

function stay(fresh) {
  list.querySelector('.tabs').replaceWith(fresh.querySelector('.tabs'));
  for (const row of rows()) row.toggleAttribute('data-gone', !fresh.querySelector(`tr[data-task="${CSS.escape(row.dataset.task)}"]`));
}

function replace(fresh) {
  const chosen = new Set(picked().map((box) => box.value));
  const at = current()?.dataset.task;
  const focused = list.contains(document.activeElement);
  list.replaceChildren(...fresh.childNodes);
  for (const box of boxes()) box.checked = chosen.has(box.value);
  if (at && rowOf(at)) {
    mark(rowOf(at));
    if (focused) rowOf(at).querySelector('a').focus({ preventScroll: true });
  }
  wirePicks();
}

const boxes = () => [...list.querySelectorAll('input[name="task"]')];
const picked = () => boxes().filter((box) => box.checked);

function wirePicks() {
  const all = list.querySelector('[data-pick-all]');
  if (!all) return;
  all.hidden = false;
  all.checked = picked().length > 0 && picked().length === boxes().length;
  const said = list.querySelector('[data-picked]');
  said.dataset.rest ??= said.textContent;
  said.textContent = picked().length ? said.dataset.text.replace('{}', picked().length) : said.dataset.rest;
}

list.addEventListener('change', (event) => {
  if (event.target.matches('[data-pick-all]')) for (const box of boxes()) box.checked = event.target.checked;
  wirePicks();
});

list.addEventListener('click', (event) => {
  const link = event.target.closest('tr[data-task] a');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  open(link.closest('tr'));
});

const keys = {
  j: () => move(1),
  k: () => move(-1),
  x: () => {
    const box = current()?.querySelector('input[name="task"]');
    if (box) box.click();
  },
  c: claimCurrent,
  b: () => list.querySelector('form.work')?.requestSubmit(),
  r: () => refresh(true),
  Enter: () => open(current()),
  e: () => pane.querySelector('#task-form .fields :is(input, select, textarea):not([hidden])')?.focus(),
  '/': () => document.getElementById('q').focus(),
  '?': help,
  Escape: () => (current() ?? rows()[0] ?? list).querySelector('a')?.focus(), // a row that was taken may have left its list
};

// A task that is open already is not opened again: the answer would come after the claim's and wipe what was typed since.
async function claimCurrent() {
  const claim = () => pane.querySelector('[data-claim]');
  const row = current();
  if (!isShown(pane)) return void (row && (location.href = `${row.querySelector('a').href}#take`));
  if (!claim() && row && row.dataset.task !== new URL(location.href).searchParams.get('task')) await open(row);
  claim()?.requestSubmit();
}

function help() {
  document.getElementById('keys').showModal();
}

const button = document.querySelector('[data-help]');
button.hidden = false;
button.addEventListener('click', help);
onKeys(keys);
wirePicks();
addEventListener('beforeunload', () => leavePane(pane));
const asked = new URL(location.href).searchParams.get('task');
if (asked) openAsked(asked);
else if (rows().length) mark(rows()[0]);
follow(desk.dataset.events, desk.dataset.mark, () => refresh(false), tell);
document.body.dataset.ready = '1';
