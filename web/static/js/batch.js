// One act on the chosen tasks, one after the other, so that each has its result at once and the rest can be stopped.
import { followConditions } from './form.js';
import { renewToken } from './token.js';

const form = document.getElementById('batch');
const progress = form?.querySelector('[data-progress]');
const rows = () => [...form.querySelectorAll('tr[data-task]')];
const rowOf = (task, root) => root.querySelector(`tr[data-task="${CSS.escape(task)}"]`);
const resultOf = (row) => row.querySelector('[data-result]');
let stopped = null;

form?.addEventListener('submit', async (event) => {
  if (event.submitter?.name !== 'act') return;
  event.preventDefault();
  const act = event.submitter.value;
  const meant = rows().filter((row) => !('ended' in row.dataset) && !(act === 'complete' && 'apart' in row.dataset));
  begin(meant);
  const counted = { done: 0, refused: 0 };
  for (const [at, row] of meant.entries()) {
    if (stopped) break;
    const answer = await perform(act, row.dataset.task);
    stopped = answer.stopped ?? stopped;
    if (answer.stopped) break;
    counted[answer.done ? 'done' : 'refused'] += 1;
    show(row, answer);
    progress.querySelector('progress').value = at + 1;
    tell(form.dataset.running.replace('{done}', at + 1).replace('{all}', meant.length));
  }
  for (const row of meant) if (resultOf(row).dataset.waits) untouched(row);
  if (!meant.length) tell(form.dataset.none);
  else tell(stopped ? form.dataset[stopped] : form.dataset.finished.replace('{done}', counted.done).replace('{refused}', counted.refused));
  for (const button of form.querySelectorAll('button[name=act]')) button.disabled = false;
  progress.querySelector('[data-stop]').hidden = true;
  await renew();
  progress.querySelector('[data-said]').focus();
});

if (form) followConditions(form);
form?.querySelector('[data-stop]').addEventListener('click', () => (stopped = 'stopped'));

function begin(meant) {
  stopped = null;
  for (const button of form.querySelectorAll('button[name=act]')) button.disabled = true;
  progress.hidden = false;
  progress.querySelector('[data-stop]').hidden = false;
  progress.querySelector('progress').max = meant.length;
  for (const row of meant) {
    resultOf(row).textContent = form.dataset.wait;
    resultOf(row).dataset.waits = '1';
  }
}

async function perform(act, task) {
  const address = form.dataset.one.replace('ACT', act).replace('TASK', encodeURIComponent(task));
  const post = () => {
    const body = new FormData(form);
    body.delete('task');
    return fetch(address, { method: 'POST', body, headers: { 'X-Part': 'result' } }).catch(() => null);
  };
  let answer = await post();
  if (answer?.status === 400 && (await renewToken(form))) answer = await post();
  if (answer?.status === 401) return { stopped: 'over' };
  if (answer?.status === 400) return { stopped: 'old' };
  const lost = { done: false, said: answer ? form.dataset.broken.replace('{}', answer.status) : form.dataset.lost };
  return (await answer?.json().catch(() => lost)) ?? lost;
}

// The page as it stands after the act: who has which task, and what may be done now. Results stay.
async function renew() {
  const answer = await fetch(form.action, { method: 'POST', body: new FormData(form) }).catch(() => null);
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('batch');
  if (!fresh) return;
  for (const row of rows()) {
    const theirs = rowOf(row.dataset.task, fresh);
    const hasEnded = theirs && 'ended' in theirs.dataset && !resultOf(row).querySelector('.mark');
    if (theirs && !hasEnded) resultOf(theirs).replaceWith(resultOf(row));
    else if (!theirs) fresh.querySelector('tbody').append(withNobody(row));
  }
  keep('[data-progress]', fresh);
  keep('#username', fresh);
  fresh.querySelector('details')?.toggleAttribute('open', form.querySelector('details')?.open ?? false);
  form.replaceChildren(...fresh.childNodes);
}

// Ended meanwhile, by whomever: it waits for nobody any more.
function withNobody(row) {
  row.querySelector('[data-with]').textContent = '—';
  return row;
}

function keep(which, fresh) {
  const mine = form.querySelector(which);
  if (mine) fresh.querySelector(which)?.replaceWith(mine);
}

function show(row, { done, said }) {
  const part = document.getElementById(done ? 'result-done' : 'result-refused').content.cloneNode(true);
  part.querySelector('[data-text]').textContent = said;
  resultOf(row).replaceChildren(part);
  delete resultOf(row).dataset.waits;
}

function untouched(row) {
  resultOf(row).textContent = '—';
  delete resultOf(row).dataset.waits;
}

function tell(text) {
  progress.querySelector('[data-said]').textContent = text;
}
