// What draws diagrams is heavy, and the list beside one says the same: it is fetched when a diagram comes into sight, by
// scrolling or because its panel is opened.
const sight = new IntersectionObserver((entries) => {
  for (const { target } of entries.filter((one) => one.isIntersecting)) {
    sight.unobserve(target);
    import('./drawing.js').then(({ draw }) => draw(target)).catch(() => fail(target));
  }
});

for (const host of document.querySelectorAll('[data-diagram]')) sight.observe(host);

function fail(host) {
  host.dataset.ready = 'failed';
  const sentence = host.parentElement.querySelector('[data-diagram-failed]');
  if (sentence) sentence.hidden = false;
}
