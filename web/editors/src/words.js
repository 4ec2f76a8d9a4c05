// The words of the editors' own parts, English → Chinese. What the page itself says comes from the server's catalogue.
import bpmn from 'bpmn-js-i18n-zh/lib/bpmn-js';
import panel from 'bpmn-js-i18n-zh/lib/properties-panel';
import official from 'bpmn-js-i18n/translations/zn';
import own from './words-zh.json';

const chinese = { ...official, ...bpmn, ...panel, ...own };

export const language = document.documentElement.lang.startsWith('en') ? 'en' : 'zh';

// What nobody has translated yet; a browser test reads it.
export const missing = new Set();

export function say(text, values = {}) {
  if (language === 'zh' && !(text in chinese)) missing.add(text);
  const said = language === 'zh' ? chinese[text] ?? text : text;
  return said.replace(/{([^}]+)}/g, (all, key) => values[key] ?? all);
}

export const words = { translate: ['value', say] };
