// Before a page leaves to send what is typed it asks whether the server answers. Without an answer nothing leaves: behind
// the browser's own page of a lost line, what was typed into a second or third step would not come back.
import { say } from './say.js';

document.addEventListener('submit', async (event) => {
  const { target: form, submitter } = event;
  if (event.defaultPrevented || !form.dataset.sending || form.dataset.reached) return;
  event.preventDefault();
  if (form.dataset.asking) return;
  form.dataset.asking = '1';
  const answer = await fetch('/favicon.ico', { method: 'HEAD', cache: 'no-store' }).catch(() => null);
  delete form.dataset.asking;
  delete form.dataset.sent;
  if (!answer) return say(form.dataset.sending);
  form.dataset.reached = '1';
  form.requestSubmit(submitter);
});

addEventListener('pageshow', () => document.querySelectorAll('[data-reached]').forEach((form) => delete form.dataset.reached));
