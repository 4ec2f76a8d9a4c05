// Keeps a draft while it is drawn: a moment after the last change the file is sent, and the page says where it stands.
// Every file carries the revision it was seen at; one saved in another window is never overwritten unseen.
import { carry, tokenNow } from '../../static/js/token.js';
import { say } from './words.js';

const PAUSE = 1200; // milliseconds after the last change
export const WHEN_LEFT = 600_000; // milliseconds: a field is written when it is left, not while it is typed
const THINKING = 5000; // milliseconds after the last key in a field that is written when it is left

export class Keeper {
  // write() gives the file's text, or throws a sentence when it must not be saved. leave() has a field that is still being
  // typed in write what it holds; never while keys come, which would take them from the person. unwritten() tells of a field
  // that even then holds what is not in the file: true while it is open, a sentence where it can't be kept as it is. gone()
  // counts the comments of the file that went with what was deleted.
  constructor(desk, write, { leave = leaveField, unwritten = () => null, gone = () => 0 } = {}) {
    Object.assign(this, { desk, write, leave, unwritten, gone, timer: 0, sending: null, dirty: false, typed: false, failed: 0 });
    this.state = document.querySelector('[data-state]');
    window.addEventListener('beforeunload', (event) => (this.dirty || this.typed) && event.preventDefault());
    document.addEventListener('visibilitychange', () => document.hidden && this.now({ leaving: true }));
    document.querySelector('[data-act=save]')?.addEventListener('click', () => this.now({ leaving: true }));
    this.tell('kept');
  }

  changed() {
    this.dirty = true;
    this.typed = false;
    this.wait();
  }

  // A field holds what is not written yet. A choice holds nothing back: it is written as it is made.
  typing({ target }) {
    if (target.matches('select, [type=checkbox], [type=radio]')) return;
    this.typed = true;
    this.wait(THINKING);
  }

  wait(pause = PAUSE) {
    this.tell('changed');
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.now({ leaving: this.typed }), pause);
  }

  // Save what there is. Resolves when it is kept, or when the page has said why not.
  async now({ leaving = false } = {}) {
    if (leaving) {
      this.leave();
      this.typed = false;
    }
    clearTimeout(this.timer);
    if (this.sending) await this.sending;
    if (!this.dirty) {
      if (this.state.dataset.state !== 'kept') this.settle();
      return;
    }
    this.sending = this.send();
    await this.sending;
    this.sending = null;
  }

  async send() {
    this.tell('saving');
    this.dirty = false;
    try {
      const body = new FormData();
      body.append('revision', this.desk.revision);
      const text = await this.write();
      body.append('files', new Blob([text]), this.desk.file);
      const answer = await post(this.desk.save, body, this.desk);
      if (answer.revision && !answer.said) {
        Object.assign(this.desk, { revision: answer.revision, seen: text });
        this.failed = 0;
        return this.settle();
      }
      this.dirty = true;
      if (answer.status === 409) return this.stale(answer, text);
      this.tell('refused', [answer.said, ...(answer.problems ?? []).map((one) => one.message)].join(' '));
    } catch (error) {
      this.dirty = true;
      this.tell('refused', error instanceof Refused ? error.message : say('The server cannot be reached.'));
      if (!(error instanceof Refused)) this.timer = setTimeout(() => this.now(), 2000 * 2 ** Math.min(this.failed++, 5));
    }
  }

  // Everything drawn is kept; more may have been drawn meanwhile, and a field may hold what is not in the drawing.
  settle() {
    const held = this.unwritten();
    if (held) this.typed = true;
    if (typeof held === 'string') this.tell('refused', held);
    else this.tell(this.dirty || this.typed ? 'changed' : 'kept');
  }

  async stale(answer, text) {
    this.tell('refused', answer.said);
    const dialog = document.querySelector('[data-stale]');
    dialog.querySelector('[data-stale-said]').textContent = answer.said;
    await this.compare(dialog.querySelector('[data-stale-changes]'), text);
    dialog.showModal();
    dialog.onclose = () => {
      if (dialog.returnValue === 'theirs') {
        this.dirty = false;
        location.reload();
      } else if (dialog.returnValue === 'mine') {
        this.desk.revision = answer.revision;
        this.now();
      }
    };
  }

  // Both sides in words, before either is chosen. The server writes and escapes them.
  async compare(place, text) {
    const body = new FormData();
    body.append('file', this.desk.file);
    body.append('files', new Blob([this.desk.seen]), 'seen');
    body.append('files', new Blob([text]), 'here');
    const answer = await post(this.desk.windows, body, this.desk);
    if (answer.html) place.innerHTML = answer.html;
    else place.textContent = answer.said;
  }

  tell(state, why = '') {
    const said = { kept: 'Saved', changed: 'Changed', saving: 'Saving …', refused: 'Not saved' }[state];
    this.state.dataset.state = state;
    this.state.textContent = why ? say('Not saved: {why}', { why }) : say(said);
    const count = state === 'kept' ? this.gone() : 0;
    if (count) this.state.textContent = say('Saved. Comments in the file that went with what was deleted: {count}.', { count });
  }
}

// A panel's field writes as when it is left; the person who types in it goes on typing, also where an editor, form-js,
// moves the focus to its drawing at every change.
export function leaveField() {
  const active = document.activeElement;
  if (!active?.closest('.bio-properties-panel, .dmn-js-parent')) return;
  active.dispatchEvent(new FocusEvent('blur'));
  active.dispatchEvent(new FocusEvent('focusout', { bubbles: true }));
  setTimeout(() => active.isConnected && active.focus({ preventScroll: true }), 50);
}

// Something the person must mend before anything can be saved.
export class Refused extends Error {}

export async function post(address, body, desk) {
  const send = () => fetch(address, { method: 'POST', body, headers: { 'X-CSRFToken': desk.token, Accept: 'application/json' } });
  let answer = await send();
  if (answer.status === 400 && (await renewed(desk))) answer = await send();
  const read = answer.headers.get('Content-Type')?.includes('json') ? await answer.json() : {};
  if (answer.status === 401) throw new Refused(say('You are signed out. Sign in in another tab, then save again.'));
  if (!answer.ok && !read.said) throw new Refused(say('The server refused ({status}).', { status: answer.status }));
  return { ...read, status: answer.status };
}

// The token of a sign-in goes with it. Who signed in again, in another tab, goes on here with the one that counts now; what
// one person drew is never sent as another's.
async function renewed(desk) {
  const fresh = await tokenNow(desk.home);
  if (!fresh) return false;
  if (fresh.owner !== desk.owner) throw new Refused(say('{now} is signed in now. Sign in as {owner} in another tab, then save again.', { now: fresh.owner, owner: desk.owner }));
  desk.token = fresh.token;
  carry(fresh.token);
  return true;
}

export async function read(address) {
  const answer = await fetch(address, { headers: { Accept: 'application/json' } });
  if (!answer.ok) throw new Refused(say('The server refused ({status}).', { status: answer.status }));
  return answer.json();
}

// The page hands over what an editor needs: addresses, the token, the revision.
export function desk() {
  return JSON.parse(document.querySelector('[data-desk]').dataset.desk);
}
