// Pages always come from the network; only when there is none does the kept page say so. Nothing personal is kept.
const KEPT = 'offline-1';

async function keep() {
  const cache = await caches.open(KEPT);
  const answer = await fetch('/offline', { credentials: 'omit' });
  const styles = [...(await answer.clone().text()).matchAll(/rel="stylesheet" href="([^"]+)"/g)].map((found) => found[1]);
  await cache.put('/offline', answer);
  await cache.addAll(styles.map((one) => one.replaceAll('&amp;', '&')));
}

addEventListener('install', (event) => event.waitUntil(keep().then(() => skipWaiting())));

addEventListener('activate', (event) =>
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name))))),
);

addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET') return;
  if (request.mode === 'navigate') event.respondWith(fetch(request).catch(() => caches.match('/offline')));
  else if (request.destination === 'style') event.respondWith(fetch(request).catch(() => caches.match(request)));
});
