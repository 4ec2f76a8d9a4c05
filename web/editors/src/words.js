// The words of the editors' own parts, English → Chinese. What the page itself says comes from the server's catalogue.
import bpmn from 'bpmn-js-i18n-zh/lib/bpmn-js';
import panel from 'bpmn-js-i18n-zh/lib/properties-panel';
import official from 'bpmn-js-i18n/translations/zn';
import own from './words-zh.json';

const chinese = { ...official, ...bpmn, ...panel, ...own };

export const language = document.documentElement.lang.startsWith('en') ? 'en' : 'zh';

// What nobody has translated yet; a browser test reads it.
export const missing = new Set();

// The panel heads an element "Timer Boundary Event (Non Interrupting)", the menus say "Timer boundary event (non-interrupting)".
const plain = (text) => text.toLowerCase().replaceAll('-', ' ');
const plainly = (words) => new Map(Object.entries(words).map(([text, said]) => [plain(text), said]));
const [house, all] = [plainly(own), plainly(chinese)]; // one thing has one name in the panel and in the menus: the house's

export function say(text, values = {}) {
  const known = own[text] ?? house.get(plain(text)) ?? chinese[text] ?? all.get(plain(text));
  if (language === 'zh' && known === undefined) missing.add(text);
  const said = language === 'zh' ? known ?? text : text;
  return said.replace(/{([^}]+)}/g, (whole, key) => values[key] ?? whole);
}

export const words = { translate: ['value', say] };
