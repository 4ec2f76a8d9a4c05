// The page of one task: conditions, long lists, what is typed is kept.
import { wireForm } from './form.js';
import { wireBeginnings } from './beginnings.js';
import { wireFiles } from './files.js';
import { wireLists } from './choose.js';
import { keepTyped } from './unsent.js';
import { say } from './say.js';

wireLists(document);
wireForm(document);
wireFiles(document);
wireBeginnings(document);
keepTyped(document, say);
document.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) document.getElementById('task-form')?.requestSubmit();
});
document.body.dataset.ready = '1';
