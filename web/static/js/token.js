// A page that is open since before a sign-in carries the token of before it. When the same person has signed in again, in
// another window, the one that counts now stands in the task's own page, or where one signs out on any other (`home`); what
// is typed need not be touched for it.
export async function renewToken(form) {
  const address = form.dataset.unsent?.replace(/\/unsent$/, '') ?? form.dataset.home;
  const fresh = address && (await tokenNow(address));
  if (!fresh || fresh.owner !== form.dataset.owner) return false;
  carry(fresh.token);
  return true;
}

// {owner, token}: who is signed in now, and the token that counts; null when nobody is, or the server does not answer.
export async function tokenNow(address) {
  const answer = await fetch(address, { headers: { 'X-Part': 'pane' } }).catch(() => null);
  if (!answer?.ok) return null;
  const form = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('form[data-owner]');
  return form && { owner: form.dataset.owner, token: form.elements.csrf_token.value };
}

export function carry(token) {
  for (const one of document.querySelectorAll('input[name="csrf_token"]')) one.value = token;
}
