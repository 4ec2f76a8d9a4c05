// What makes a citizen's pages more comfortable; each works without it.
import { wireLists } from './choose.js';
import { wireFiles } from './files.js';

wireLists(document);
wireFiles(document);

const print = document.querySelector('[data-print]');
if (print) {
  print.hidden = false;
  print.addEventListener('click', () => window.print());
}

const locate = document.querySelector('[data-locate]');
if (locate && navigator.geolocation) {
  locate.hidden = false;
  const said = document.querySelector('[data-position] [data-said]');
  locate.addEventListener('click', () =>
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        document.getElementById('longitude').value = coords.longitude.toFixed(6);
        document.getElementById('latitude').value = coords.latitude.toFixed(6);
      },
      () => (said.textContent = said.dataset.denied),
      { timeout: 10_000 },
    ),
  );
}
document.body.dataset.ready = '1';
