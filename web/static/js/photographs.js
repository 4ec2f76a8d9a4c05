// A photograph of a case opens large over the page; without this script its link saves the file, and so does the one below it.
document.addEventListener('click', (event) => {
  const link = event.target.closest?.('.files a:has(img)');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  const box = document.createElement('dialog');
  const large = new Image();
  const small = link.querySelector('img');
  Object.assign(large, { src: small.src, alt: small.alt });
  const acts = document.createElement('p');
  acts.className = 'acts';
  const shut = document.createElement('button');
  Object.assign(shut, { type: 'button', className: 'button', textContent: link.closest('.files').dataset.close, autofocus: true });
  const save = document.createElement('a');
  Object.assign(save, { href: link.href, textContent: link.textContent.trim() });
  acts.append(shut, save);
  box.className = 'photograph';
  box.append(large, acts);
  box.setAttribute('aria-label', small.alt);
  box.addEventListener('click', (at) => [box, large, shut].includes(at.target) && box.close());
  box.addEventListener('close', () => {
    box.remove();
    link.focus();
  });
  document.body.append(box);
  box.showModal();
});
