// Whoever signs out leaves nothing typed behind in this window.
document.querySelector('form[action="/sign-out"]')?.addEventListener('submit', () => {
  for (const name of Object.keys(sessionStorage)) if (/^(unsent|chosen) /.test(name)) sessionStorage.removeItem(name);
});
