// Long lists are searched by typing: a field above the list shows only what matches. The list itself stays an ordinary
// select, so that the form works without this script, by keyboard, and with a screen reader.
const LONG = 12;

export function wireLists(root) {
  for (const list of root.querySelectorAll('#task-form select, form[data-filter] select')) {
    if (list.options.length > LONG) searchable(list);
  }
}

function searchable(list) {
  const words = list.closest('[data-filter]')?.dataset ?? {};
  const label = list.labels[0]?.textContent.trim() ?? '';
  const search = document.createElement('input');
  search.type = 'search';
  search.className = 'filter';
  search.placeholder = words.filter ?? '';
  search.autocomplete = 'off';
  search.setAttribute('aria-label', `${words.filter ?? ''} ${label}`);
  list.before(search);
  const none = document.createElement('p');
  none.className = 'field-help';
  none.setAttribute('role', 'status');
  list.after(none);
  search.addEventListener('input', () => {
    const found = show(list, search.value.trim().toLowerCase());
    none.textContent = found ? '' : (document.querySelector('[data-none]')?.dataset.none ?? '');
  });
  search.addEventListener('keydown', (event) => into(event, list));
  list.addEventListener('change', () => settle(list, search, none));
  if (list.multiple) plainClicks(list, words.chosen ?? '');
}

// A heading goes with the last of its entries; who types a heading's words sees all that stands below it.
function show(list, word) {
  const told = (text) => text.toLowerCase().includes(word);
  let found = 0;
  for (const option of list.options) {
    const matches = word === '' || (option.value !== '' && (told(option.text) || told(option.closest('optgroup')?.label ?? '')));
    if (matches) found += 1;
    option.hidden = !matches && !(option.selected && option.value !== '');
  }
  for (const group of list.querySelectorAll('optgroup')) group.hidden = [...group.children].every((option) => option.hidden);
  if (!list.multiple) list.size = word === '' ? 0 : 8;
  return found;
}

// Arrow down leads from the words into the list; Enter takes the only match, and never sends the form from here.
function into(event, list) {
  if (event.key === 'ArrowDown') {
    event.preventDefault();
    list.focus();
  }
  if (event.key !== 'Enter') return;
  event.preventDefault();
  const left = [...list.options].filter((option) => !option.hidden && !option.selected && option.value !== '');
  if (left.length !== 1) return;
  left[0].selected = true;
  tell(list);
}

// As a list chosen from by the browser's own hand tells it: what keeps what is typed listens to the first of the two.
function tell(list) {
  for (const kind of ['input', 'change']) list.dispatchEvent(new Event(kind, { bubbles: true }));
}

function settle(list, search, none) {
  search.value = '';
  none.textContent = '';
  show(list, '');
}

// One click adds or removes an entry; nobody has to know of Ctrl. What is chosen stands below the list in words.
function plainClicks(list, chosen) {
  const said = document.createElement('p');
  said.className = 'field-help';
  said.setAttribute('aria-live', 'polite');
  list.after(said);
  const name = () => {
    const names = [...list.selectedOptions].map((option) => option.text);
    said.textContent = names.length ? `${chosen} ${names.join('、')}` : '';
  };
  list.addEventListener('mousedown', (event) => {
    if (!(event.target instanceof HTMLOptionElement)) return;
    event.preventDefault();
    const top = list.scrollTop;
    event.target.selected = !event.target.selected;
    list.focus();
    list.scrollTop = top;
    tell(list);
  });
  list.addEventListener('change', name);
  name();
}
