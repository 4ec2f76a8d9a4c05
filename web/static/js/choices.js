// Another language or theme loads the page anew: what stands in its forms waits in this tab until it is back on the screen.
// A task's form is kept by the server, and a form that carries itself along comes back filled in.
const boxes = document.querySelectorAll('.choices form');
const place = () => `chosen ${boxes[0]?.elements.target.value.split('?')[0]}`;
const forms = () => [...document.querySelectorAll('main form[method=post]:not([data-unsent])')];
const typedInto = (form) => [...form.elements].filter((one) => one.name && !['hidden', 'file', 'password', 'submit', 'button'].includes(one.type));
const stands = (one) => (one.multiple ? [...one.selectedOptions].map((option) => option.value) : ['checkbox', 'radio'].includes(one.type) ? one.checked : one.value);

for (const box of boxes) {
  box.addEventListener('submit', (event) => {
    const choices = box.closest('.choices');
    const files = [...document.querySelectorAll('main input[type=file]')].some((one) => one.files.length);
    const lost = 'lost' in choices.dataset && !document.querySelector('form[data-unsent]');
    if ((lost || files) && !confirm(choices.dataset.asks)) return event.preventDefault();
    keep(forms());
  });
}

// An act that is taken draws the page anew as well: what was begun in its other forms is there again.
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (event.defaultPrevented || !forms().includes(form)) return;
  const others = forms().filter((one) => one !== form && one.action !== form.action && typedInto(one).some((field) => field.value.trim() && field.matches('textarea')));
  if (others.length) keep(others);
});

function keep(which) {
  const typed = which.map((form) => [form.getAttribute('action'), typedInto(form).map((one) => [one.name, stands(one)])]);
  sessionStorage.setItem(place(), JSON.stringify(typed));
}

const kept = boxes.length && sessionStorage.getItem(place());
if (kept) {
  sessionStorage.removeItem(place());
  const waiting = JSON.parse(kept);
  for (const form of forms()) {
    const nth = waiting.findIndex(([action]) => action === form.getAttribute('action'));
    if (nth < 0) continue;
    const [[, typed]] = waiting.splice(nth, 1);
    typedInto(form).forEach((one, at) => typed[at]?.[0] === one.name && put(one, typed[at][1]));
  }
}

function put(one, value) {
  if (JSON.stringify(stands(one)) === JSON.stringify(value)) return;
  if (one.multiple) for (const option of one.options) option.selected = value.includes(option.value);
  else if (typeof value === 'boolean') one.checked = value;
  else one.value = value;
  const folded = one.closest('details');
  if (folded) folded.open = true;
  one.dispatchEvent(new Event('change', { bubbles: true }));
}
