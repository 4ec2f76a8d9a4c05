// A file that was not read whole would not be written whole: it is shown, judged as it is kept, and cannot be changed here.
import { Problems } from './problems.js';
import { say } from './words.js';

const MOST_SAID = 20;

export function onlyRead(desk, unread) {
  document.body.dataset.mode = 'reading';
  const notice = document.querySelector('[data-unread]');
  notice.hidden = false;
  notice.querySelector('ul').replaceChildren(...unread.slice(0, MOST_SAID).map((said) => {
    const item = document.createElement('li');
    item.textContent = said.split('\n')[0];
    return item;
  }));
  for (const act of document.querySelectorAll('button[data-act]:not([data-act=check])')) act.hidden = true;
  document.querySelector('[data-state]').textContent = say('Only shown');
  new Problems(desk, null).check();
}
