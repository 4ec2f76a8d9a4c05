// A sentence at the foot of the page, over nothing that can be clicked; `code` is one of the page's own (lost, over).
// What is offered waits until a sentence that stands there has been read.
let timer;
let offered;

// What was offered has been done in another way.
export function unsay() {
  offered = null;
  document.querySelector('[data-toast]:has(button)')?.classList.remove('shown');
}

export function say(code, act) {
  const toast = document.querySelector('[data-toast]');
  if (!toast || !code) return;
  if (act && toast.matches('.shown:not(:has(button))')) return void (offered = [code, act]);
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
  if (!act) timer = setTimeout(() => over(toast), 8000);
}

function over(toast) {
  toast.classList.remove('shown');
  if (offered) say(...offered);
  offered = null;
}
