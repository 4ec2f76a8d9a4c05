// Single keys act only where nobody is typing, never inside a dialog, and leave the browser's own combinations alone.
export function onKeys(keys) {
  document.addEventListener('keydown', (event) => {
    if (document.querySelector('dialog[open]')) return;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      document.getElementById('task-form')?.requestSubmit();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.closest('input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable]');
    if (typing && event.key !== 'Escape') return;
    // An Enter held down opens a task; it does not also confirm what the opened task proposes.
    if (event.key === 'Enter' && event.repeat && event.target.closest('button')) return event.preventDefault();
    if (event.key === 'Enter' && event.target.closest('a, button, summary, input')) return;
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}
