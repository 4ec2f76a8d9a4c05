// A task opened beside the list. Its forms are sent from here, so that the list keeps its place; what the server answers,
// a faulty form included, takes the pane's place. Without an answer everything typed stays where it is.
import { followed, wireForm } from './form.js';
import { wireBeginnings } from './beginnings.js';
import { wireFiles } from './files.js';
import { wireLists } from './choose.js';
import { keepTyped, place } from './unsent.js';
import { renewToken } from './token.js';
import { say } from './say.js';

let leave;
let turn = 0;

export const isShown = (pane) => getComputedStyle(pane).display !== 'none';
export const leavePane = () => leave?.();

export async function openIn(pane, address, after) {
  const mine = ++turn;
  await leave?.(); // the task opened again is to show what was typed a moment ago
  if (mine !== turn) return;
  const answer = await fetch(address, { headers: { 'X-Part': 'pane' } }).catch(() => null);
  if (mine !== turn) return;
  if (!answer) return say('lost');
  await show(pane, answer, after);
  begin(pane);
}

// Where Enter does what the page says it does: on the button that confirms what is proposed; else at the top. In a row that
// was just added the person is already.
function begin(pane) {
  if (pane.querySelector(':focus')) return;
  (pane.querySelector('[autofocus]') ?? pane.querySelector('h1'))?.focus({ preventScroll: true });
}

async function show(pane, answer, after) {
  if (answer.status === 401) return say('over');
  const text = await answer.text();
  const parsed = new DOMParser().parseFromString(text, 'text/html');
  const main = parsed.querySelector('main#main') ?? parsed.body;
  const chosen = filesOf(pane);
  pane.replaceChildren(...main.childNodes);
  give(chosen, pane);
  pane.scrollTop = 0;
  wireLists(pane);
  wireForm(pane);
  wireFiles(pane);
  wireBeginnings(pane);
  leave = keepTyped(pane, say);
  pane.onclick = (event) => void (isSecond(event) && event.preventDefault()); // answering false would hold every click back
  for (const form of pane.querySelectorAll('form[method=post]')) form.addEventListener('submit', (event) => send(event, pane, after));
}

// Files chosen for the step that stands there still stay chosen: an act beside its form draws that form anew as well.
const formIn = (pane) => pane.querySelector('#task-form');
const filesOf = (pane) => ({
  of: formIn(pane)?.action,
  files: new Map([...(formIn(pane)?.querySelectorAll('input[type=file]') ?? [])].map((one) => [one.name, one.files])),
});

function give({ of, files }, pane) {
  if (!of || formIn(pane)?.action !== of) return;
  for (const one of formIn(pane).querySelectorAll('input[type=file]')) if (files.get(one.name)?.length) one.files = files.get(one.name);
}

// The second half of a double click falls on what the first has brought: “release” stands where “take” stood.
const isSecond = (event) => event.detail > 1 && event.target.closest('button')?.form?.matches('[method=post]:not(#task-form)');

async function send(event, pane, after) {
  const form = event.target;
  if (event.defaultPrevented) return;
  event.preventDefault();
  if (form.dataset.clicked) return; // a second click while the first is on its way
  form.dataset.clicked = '1';
  const mine = ++turn;
  if (form.id !== 'task-form') await leave?.(); // the answer draws the task's form anew, with what was typed a moment ago
  await followed(form);
  const post = () =>
    fetch(form.action, { method: 'POST', body: new FormData(form, event.submitter), headers: { 'X-Part': 'pane' } }).catch(() => null);
  let answer = await post();
  if (answer?.status === 400 && (await renewToken(pane.querySelector('#task-form') ?? form))) answer = await post();
  delete form.dataset.sent;
  delete form.dataset.clicked;
  if (!answer) return say('lost');
  if (answer.status === 401) return say('over');
  if (answer.status === 400) return say('unkept');
  if (answer.status === 413) return say((await refusal(answer)) ?? 'lost');
  if (form.id === 'task-form' && answer.ok) sessionStorage.removeItem(place(form));
  if (mine !== turn) return after();
  await show(pane, answer, after);
  const done = pane.querySelector('[data-done]')?.dataset.done;
  const problem = pane.querySelector('[role=alert]');
  if (done) pane.querySelector('[data-done]').focus({ preventScroll: true });
  else if (problem) problem.focus();
  else begin(pane);
  await after(done);
}

async function refusal(answer) {
  const parsed = new DOMParser().parseFromString(await answer.text(), 'text/html');
  return parsed.querySelector('.said p')?.textContent;
}
