// A sentence at the foot of the page, over nothing that can be clicked; `code` is one of the page's own (lost, over).
let timer;

// What was offered has been done in another way.
export const unsay = () => document.querySelector('[data-toast]:has(button)')?.classList.remove('shown');

export function say(code, act) {
  const toast = document.querySelector('[data-toast]');
  if (!toast || !code) return;
  toast.textContent = toast.dataset[code] ?? code;
  toast.classList.add('shown');
  if (act) {
    const button = document.createElement('button');
    button.className = 'button small';
    button.textContent = toast.dataset.show;
    button.addEventListener('click', () => {
      toast.classList.remove('shown');
      act();
    });
    toast.append(' ', button);
  }
  clearTimeout(timer);
  if (!act) timer = setTimeout(() => toast.classList.remove('shown'), 8000);
}
