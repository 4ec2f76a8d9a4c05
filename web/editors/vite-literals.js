// Some packages carry English texts and offer no translation. At build time those literals are wrapped in
// globalThis.__say(…), which src/literals.js defines before such a package is loaded.
const LITERAL = /\b(label|title|placeholder|description|tooltip|children|"aria-label"|'aria-label'|text|groupName|emptyListMessage|name)(:\s*)(['"])([A-Z][^'"\\\n]{1,80}?)\3/g;
const ANSWER = /\breturn '(Form|No files selected|Field label|Group label|Table label|Title)'/g;
const ASSIGNED = /\b(label|description) = '([A-Z][^'\\\n]{1,80})'/g;
const FALLBACK = /(text: elementName \|\| |\? \(getElementName\(scopeElement\) \|\| |: )('[A-Z][A-Za-z -]{2,40}')/g;
const IN_TEMPLATE = /( title=")([A-Z][^"$\n]{1,60})"(?=[^`]*`)/g;
const SIMULATED = ['Simulation Log', 'No Entries'];

export default function literals(match) {
  return {
    name: 'literals',
    transform(code, id) {
      const file = id.replaceAll('\\', '/');
      if (!match.test(file)) return null;
      let out = code.replace(LITERAL, (_, key, colon, quote, text) => `${key}${colon}globalThis.__say(${quote}${text}${quote})`);
      out = out.replace(ANSWER, (_, text) => `return globalThis.__say('${text}')`);
      out = out.replace(ASSIGNED, (_, name, text) => `${name} = globalThis.__say('${text}')`);
      out = out.replaceAll('translate = translateFallback', 'translate = globalThis.__say');
      if (file.includes('token-simulation')) out = simulation(out);
      return { code: out, map: null };
    },
  };
}

// The simulation writes its buttons and its log as HTML in template strings.
function simulation(code) {
  let out = code;
  out = out.replace("title=\"${ wait ? 'Remove' : 'Add' } pause point\"", "title=\"${globalThis.__say(['Add pause point', 'Remove pause point'][Number(wait)])}\"");
  out = out.replace('title="Focus process instance ${scope.id}"', 'title="${globalThis.__say(\'Focus process instance\')} ${scope.id}"');
  out = out.replace('title="Set animation speed = ${ label }"', 'title="${globalThis.__say(\'Set animation speed\')} ${ label }"');
  out = out.replace(FALLBACK, (_, before, text) => `${before}globalThis.__say(${text})`);
  out = out.replaceAll("'<p class=\"bts-entry placeholder\">No Entries</p>'", '`<p class="bts-entry placeholder">No Entries</p>`');
  out = out.replace(IN_TEMPLATE, (_, before, text) => `${before}\${globalThis.__say('${text}')}"`);
  for (const text of SIMULATED) out = out.replace(new RegExp(`(>\\s*|\\}\\s*)${text}(?=\\s*<)`, 'g'), `$1\${globalThis.__say('${text}')}`);
  out = out.replace("completed ? 'finished' : 'canceled'", "globalThis.__say(completed ? 'finished' : 'canceled')");
  return out.replace('} started`', "} ${globalThis.__say('started')}`");
}
