// A form whose fields come and go by conditions: the server judges them, this shows and hides what it says.
// Without scripts the button "update the form" does the same; the style sheet shows it only there.
export function wireForm(root) {
  const form = root.querySelector('#task-form');
  if (form) listen(form);
  const rows = form?.dataset.added ? form.querySelectorAll(`#${CSS.escape(form.dataset.added)} .row`) : [];
  const added = [...rows].at(-1)?.querySelector('input, select, textarea');
  (added ?? root.querySelector('[data-focus]'))?.focus();
}

const following = new WeakMap();

// What an answer brings with it is on its way: whoever sends the form right after waits for it, or other things would be sent
// than the ones that are shown.
export const followed = (form) => following.get(form);

export function followConditions(form) {
  form.addEventListener('change', (event) => {
    if (watched(form).has(event.target.name) || names(form.dataset.follows).includes(event.target.name)) following.set(form, refresh(form));
  });
}

function listen(form) {
  followConditions(form);
  // A second click while the first is on its way would be refused as stale; spare the person the sight of it.
  form.addEventListener('submit', (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = '1';
  });
  window.addEventListener('pageshow', () => delete form.dataset.sent);
}

const names = (list) => (list ?? '').split(' ').filter(Boolean);
const conditional = (form) => [...form.querySelectorAll('[data-condition]')];

function watched(form) {
  return new Set(conditional(form).flatMap((part) => (part.dataset.depends ?? '').split(' ')));
}

async function refresh(form) {
  const mine = (form.dataset.asked = String(Number(form.dataset.asked ?? 0) + 1));
  const sent = withoutFiles(new FormData(form));
  const answer = await fetch(form.dataset.fields, {
    method: 'POST',
    body: sent,
    headers: { 'X-Part': 'pane' },
  }).catch(() => null);
  if (!answer?.ok || mine !== form.dataset.asked) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const theirs = [...fresh.querySelectorAll('[data-condition]')];
  conditional(form).forEach((part, place) => {
    const [mine, fresher] = [part, theirs[place]].map((one) => one?.querySelector('output'));
    if (theirs[place]) part.hidden = theirs[place].hidden;
    if (mine && fresher) mine.textContent = fresher.textContent;
  });
  bring(form, fresh, sent);
}

// What a changed answer brings with it, as the server fills it in: other answers, and what stands beside the form.
function bring(form, fresh, sent) {
  const now = new FormData(form);
  // What a person has answered while this was on its way stays.
  const stands = (name) => JSON.stringify(now.getAll(name)) === JSON.stringify(sent.getAll(name));
  for (const name of names(form.dataset.brings).filter(stands)) {
    const [mine, theirs] = [form, fresh].map((one) => one.querySelector(`[name="${name}"]`));
    if (!mine || !theirs) continue;
    if (mine.multiple) [...mine.options].forEach((option, place) => (option.selected = theirs.options[place]?.selected));
    else mine.value = theirs.value;
    mine.dispatchEvent(new Event('change')); // for what goes with this list alone; it brings nothing further
  }
  const [beside, fresher] = [form.getRootNode(), fresh].map((one) => one.querySelector('#proposal'));
  if (!beside || !fresher) return;
  // What the person looks at stays where it is: less text keeps its room, more is scrolled away above.
  const [top, scrolled] = [form.getBoundingClientRect().top, form.closest('#pane') ?? document.scrollingElement];
  fresher.style.minHeight = `${beside.offsetHeight}px`;
  beside.replaceWith(fresher);
  scrolled.scrollTop += Math.round(form.getBoundingClientRect().top - top);
  form.dispatchEvent(new Event('input', { bubbles: true }));
}

export function withoutFiles(filled) {
  for (const [name, value] of [...filled]) if (value instanceof File) filled.delete(name);
  return filled;
}
