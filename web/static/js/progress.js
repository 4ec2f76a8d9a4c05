// What runs beside is asked for how far it is, and the page is loaded anew when it is over. Without this script: reload.
const EVERY = 2000; // milliseconds

function watch() {
  const part = document.querySelector('[data-watch]');
  if (part) setTimeout(() => look(part), EVERY);
}

async function look(part) {
  const answer = await fetch(part.dataset.watch, { headers: { Accept: 'text/html' } }).catch(() => null);
  if (!answer?.ok) return watch();
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById(part.id);
  if (!fresh?.dataset.watch) return location.reload();
  part.replaceWith(fresh);
  watch();
}

watch();
