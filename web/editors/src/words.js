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
const plainly = new Map(Object.entries(chinese).map(([text, said]) => [plain(text), said]));

export function say(text, values = {}) {
  const known = chinese[text] ?? plainly.get(plain(text));
  if (language === 'zh' && known === undefined) missing.add(text);
  const said = language === 'zh' ? known ?? text : text;
  return said.replace(/{([^}]+)}/g, (all, key) => values[key] ?? all);
}

export const words = { translate: ['value', say] };
