// A template, or the reply to a case like this one, goes into the reply where the cursor is; what is there stays.
export function wireBeginnings(root) {
  const reply = root.querySelector('#task-form textarea[name=public_reply]');
  for (const button of root.querySelectorAll('[data-begin]')) {
    if (!reply) continue;
    button.hidden = false;
    button.addEventListener('click', () => {
      const text = button.parentElement.querySelector('[data-beginning]').textContent;
      const at = reply.selectionStart ?? reply.value.length;
      reply.setRangeText(text, at, reply.selectionEnd ?? at, 'end');
      reply.dispatchEvent(new Event('input', { bubbles: true }));
      reply.focus();
    });
  }
}
