// A form whose fields come and go by conditions: the server judges them, this shows and hides what it says.
// Without this script the button "update the form" does the same, so it is hidden only while the script runs.
const form = document.getElementById('task-form');
const conditional = () => [...form.querySelectorAll('[data-condition]')];
let asked = 0;

function watched() {
  return new Set(conditional().flatMap((part) => (part.dataset.depends ?? '').split(' ')));
}

async function refresh() {
  const mine = ++asked;
  const answer = await fetch(form.dataset.fields, { method: 'POST', body: withoutFiles(new FormData(form)) });
  if (!answer.ok || mine !== asked) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const theirs = [...fresh.querySelectorAll('#task-form [data-condition]')];
  conditional().forEach((part, place) => {
    if (theirs[place]) part.hidden = theirs[place].hidden;
  });
}

function withoutFiles(filled) {
  for (const [name, value] of [...filled]) if (value instanceof File) filled.delete(name);
  return filled;
}

if (form) {
  for (const button of form.querySelectorAll('.form-refresh')) button.hidden = true;
  form.addEventListener('change', (event) => {
    if (watched().has(event.target.name)) refresh();
  });
  // A second click while the first is on its way would be refused as stale; spare the person the sight of it.
  form.addEventListener('submit', (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = '1';
  });
  window.addEventListener('pageshow', () => delete form.dataset.sent);
}
document.querySelector('[data-focus]')?.focus();
