// A second click on a button while the first is on its way sends nothing: its answer would hide that of the first. What comes
// twice all the same is one act for the server (the field `shown`).
const AGAIN = 3000; // milliseconds, after which a click counts again: a form may answer with a file, and the page stays

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== 'post') return;
  if (form.dataset.clicked) return event.preventDefault();
  form.dataset.clicked = '1';
  setTimeout(() => delete form.dataset.clicked, AGAIN);
});

window.addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-clicked]')) delete form.dataset.clicked;
});
