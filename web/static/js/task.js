// The page of one task: conditions, long lists, what is typed is kept; its keys are those of the list that are about a task.
import { wireForm } from './form.js';
import { wireBeginnings } from './beginnings.js';
import { wireFiles } from './files.js';
import { wireLists } from './choose.js';
import { keepTyped } from './unsent.js';
import { say } from './say.js';
import { onKeys } from './keys.js';

wireLists(document);
wireForm(document);
wireFiles(document);
wireBeginnings(document);
keepTyped(document, say);
onKeys({
  c: () => document.querySelector('form[data-claim]')?.requestSubmit(),
  e: () => document.querySelector('#task-form .fields :is(input, select, textarea):not([hidden])')?.focus(),
});
if (location.hash === '#take') {
  history.replaceState(null, '', location.pathname);
  document.querySelector('form[data-claim][action$="/claim"]')?.requestSubmit();
}
document.body.dataset.ready = '1';
