// One act on the chosen tasks, one after the other, so that each has its result at once and the rest can be stopped.
const form = document.getElementById('batch');
const progress = form?.querySelector('[data-progress]');
let stopped = false;

form?.addEventListener('submit', async (event) => {
  const act = event.submitter?.value;
  if (!act) return;
  event.preventDefault();
  stopped = false;
  const rows = [...form.querySelectorAll('tr[data-task]')].filter(
    (row) => row.dataset.done !== '1' && !(act === 'complete' && 'apart' in row.dataset)
  );
  begin(rows);
  const counted = { done: 0, refused: 0 };
  for (const [at, row] of rows.entries()) {
    if (stopped) break;
    const { done, said } = await perform(act, row.dataset.task);
    counted[done ? 'done' : 'refused'] += 1;
    show(row, done, said);
    progress.querySelector('progress').value = at + 1;
    tell(form.dataset.running.replace('{done}', at + 1).replace('{all}', rows.length));
  }
  tell(stopped ? form.dataset.stopped : form.dataset.finished.replace('{done}', counted.done).replace('{refused}', counted.refused));
  for (const button of form.querySelectorAll('button[name=act]')) button.disabled = false;
  progress.querySelector('[data-stop]').hidden = true;
});

form?.querySelector('[data-stop]').addEventListener('click', () => (stopped = true));

function begin(rows) {
  for (const button of form.querySelectorAll('button[name=act]')) button.disabled = true;
  progress.hidden = false;
  progress.querySelector('[data-stop]').hidden = false;
  progress.querySelector('progress').max = rows.length;
  for (const row of rows) row.querySelector('[data-result]').textContent = form.dataset.wait;
}

async function perform(act, task) {
  const body = new FormData(form);
  body.delete('task');
  const address = form.dataset.one.replace('ACT', act).replace('TASK', encodeURIComponent(task));
  try {
    const answer = await fetch(address, { method: 'POST', body, headers: { 'X-Part': 'result' } });
    return await answer.json();
  } catch {
    return { done: false, said: form.dataset.lost };
  }
}

function show(row, done, said) {
  const part = document.getElementById(done ? 'result-done' : 'result-refused').content.cloneNode(true);
  part.querySelector('[data-text]').textContent = said;
  row.querySelector('[data-result]').replaceChildren(part);
  if (done) row.dataset.done = '1';
}

function tell(text) {
  progress.querySelector('[data-said]').textContent = text;
}
