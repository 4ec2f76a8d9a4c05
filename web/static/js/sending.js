// Before a page leaves to send what is typed it asks whether the server answers. Without an answer nothing leaves: behind
// the browser's own page of a lost line, what was typed into a second or third step would not come back.
// A second click while the first is on its way sends nothing: its answer would hide that of the first. What comes twice all
// the same is one act for the server (the field `shown`).
import { say } from './say.js';

const AGAIN = 3000; // milliseconds, after which a click counts again: a form may answer with a file, and the page stays
const WRITTEN = 'textarea, input:not([type]), input[type=text], input[type=date], input[type=datetime-local], input[type=number]';

document.addEventListener('submit', (event) => {
  const { target: form, submitter } = event;
  if (event.defaultPrevented || form.method !== 'post') return;
  const lost = form.dataset.sending ?? (isWritten(form) && form.closest('[data-line]')?.dataset.line);
  if (form.dataset.clicked) return event.preventDefault();
  if (!lost || form.dataset.reached) return once(form);
  event.preventDefault();
  ask(form, submitter, lost);
});

async function ask(form, submitter, lost) {
  form.dataset.clicked = '1';
  const answer = await fetch('/favicon.ico', { method: 'HEAD', cache: 'no-store' }).catch(() => null);
  delete form.dataset.clicked;
  delete form.dataset.sent;
  if (!answer) return say(lost);
  form.dataset.reached = '1';
  form.requestSubmit(submitter);
}

function once(form) {
  delete form.dataset.reached;
  form.dataset.clicked = '1';
  setTimeout(() => delete form.dataset.clicked, AGAIN);
}

const isWritten = (form) => [...form.querySelectorAll(WRITTEN)].some((one) => one.value.trim());

addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('[data-clicked], [data-reached]')) {
    delete form.dataset.clicked;
    delete form.dataset.reached;
  }
});
