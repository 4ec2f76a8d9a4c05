// A page that is open since before a sign-in carries the token of before it. When the same person has signed in again, in
// another window, the one that counts now stands in the task's own page, or where one signs out on any other (`home`); what
// is typed need not be touched for it.
export async function renewToken(form) {
  const address = form.dataset.unsent?.replace(/\/unsent$/, '') ?? form.dataset.home;
  if (!address) return false;
  const answer = await fetch(address, { headers: { 'X-Part': 'pane' } }).catch(() => null);
  if (!answer?.ok) return false;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('form[data-owner]');
  if (!fresh || fresh.dataset.owner !== form.dataset.owner) return false;
  const token = fresh.elements.csrf_token.value;
  for (const one of document.querySelectorAll('input[name="csrf_token"]')) one.value = token;
  return true;
}
