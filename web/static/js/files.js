// Files that were chosen are shown before they are sent: what they look like, what would be refused and why. A photograph
// that is too large is made smaller here; on a slow phone that also saves the sending.
const LARGEST = 10 * 1024 * 1024;
const SHRINK = 4 * 1024 * 1024;
const LONGEST_EDGE = 3000; // pixels
const KINDS = ['image/jpeg', 'image/png', 'image/webp', 'application/pdf', 'video/mp4'];

export function wireFiles(root) {
  const words = document.getElementById('file-words')?.dataset;
  if (!words) return;
  for (const input of root.querySelectorAll('input[type=file]')) {
    const list = document.createElement('ul');
    list.className = 'chosen';
    list.setAttribute('aria-live', 'polite');
    input.after(list);
    input.addEventListener('change', () => show(input, list, words));
    if (input.files.length) show(input, list, words); // chosen before this script was here, as over a slow line
  }
}

async function show(input, list, words) {
  const files = await Promise.all([...input.files].map(smaller));
  give(input, files.map(({ file }) => file));
  list.replaceChildren(...(await Promise.all(files.map((one, at) => item(one, at, input, list, words)))));
}

function give(input, files) {
  const kept = new DataTransfer();
  for (const file of files) kept.items.add(file);
  input.files = kept.files;
}

async function smaller(file) {
  if (!file.type.startsWith('image/') || file.size <= SHRINK) return { file };
  const image = await createImageBitmap(file).catch(() => null);
  if (!image) return { file };
  const scale = Math.min(1, LONGEST_EDGE / Math.max(image.width, image.height));
  const canvas = drawn(image, Math.round(image.width * scale), Math.round(image.height * scale));
  const blob = await new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.85));
  if (!blob || blob.size >= file.size) return { file };
  return { file: new File([blob], file.name.replace(/\.\w+$/, '') + '.jpg', { type: 'image/jpeg' }), shrunk: true };
}

function drawn(image, width, height) {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  canvas.getContext('2d').drawImage(image, 0, 0, width, height);
  return canvas;
}

async function item({ file, shrunk }, at, input, list, words) {
  const row = document.createElement('li');
  row.append(await preview(file), named(file, shrunk, words));
  const drop = document.createElement('button');
  drop.type = 'button';
  drop.className = 'quiet';
  drop.textContent = '×';
  drop.setAttribute('aria-label', words.drop.replace('{}', file.name));
  drop.addEventListener('click', () => {
    give(input, [...input.files].filter((_, place) => place !== at));
    show(input, list, words);
    input.focus();
  });
  row.append(drop);
  return row;
}

async function preview(file) {
  const image = file.type.startsWith('image/') ? await createImageBitmap(file).catch(() => null) : null;
  const seen = image ? drawn(image, 128, Math.max(1, Math.round((128 * image.height) / image.width))) : document.createElement('span');
  if (!image) seen.textContent = (/\.(\w{1,4})$/.exec(file.name)?.[1] ?? '?').toUpperCase();
  seen.setAttribute('aria-hidden', 'true');
  seen.classList.add('seen');
  return seen;
}

function named(file, shrunk, words) {
  const text = document.createElement('span');
  text.textContent = `${file.name} · ${file.size < 1e6 ? Math.ceil(file.size / 1024) + ' kB' : (file.size / 1048576).toFixed(1) + ' MB'}`;
  const wrong = file.size > LARGEST ? words.large : KINDS.includes(file.type) ? '' : words.other;
  const note = document.createElement('small');
  note.textContent = wrong || (shrunk ? words.shrunk : '');
  note.className = wrong ? 'wrong' : 'soft';
  if (note.textContent) text.append(document.createElement('br'), note);
  return text;
}
