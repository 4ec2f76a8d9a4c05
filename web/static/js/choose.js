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
  search.addEventListener('input', () => show(list, search.value.trim().toLowerCase()));
  search.addEventListener('keydown', (event) => into(event, list));
  list.addEventListener('change', () => settle(list, search));
  if (list.multiple) plainClicks(list, words.chosen ?? '');
}

function show(list, word) {
  for (const option of list.options) {
    option.hidden = word !== '' && !option.selected && !option.text.toLowerCase().includes(word);
  }
  if (!list.multiple) list.size = word === '' ? 0 : 8;
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
  list.dispatchEvent(new Event('change', { bubbles: true }));
}

function settle(list, search) {
  search.value = '';
  show(list, '');
}

// One click adds or removes an entry; nobody has to know of Ctrl. What is chosen stands below the list in words.
function plainClicks(list, chosen) {
  const said = document.createElement('p');
  said.className = 'field-help';
  said.setAttribute('aria-live', 'polite');
  list.after(said);
  const tell = () => {
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
    list.dispatchEvent(new Event('change', { bubbles: true }));
  });
  list.addEventListener('change', tell);
  tell();
}
