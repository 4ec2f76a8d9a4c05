// Some packages carry English texts and offer no translation. At build time those literals are wrapped in
// globalThis.__say(…), which src/literals.js defines before such a package is loaded.
const LITERAL = /(?<![\w-])(label|title|placeholder|description|tooltip|children|"aria-label"|'aria-label'|text|groupName|emptyListMessage|name)(:\s*)(['"])((?:[A-Z]|<none>)[^'"\\\n]{0,80}?)\3/g;
const ANSWER = /\breturn '(Form|No files selected|Field label|Group label|Table label|Title)'/g;
const ASSIGNED = /\b(label|description) = '([A-Z][^'\\\n]{1,80})'/g;
const REFUSAL = /'((?:Must|Should|Value must|Date and time must) [^'\\\n]{2,80})'/g; // what a field cannot keep
const CODED = /(\[[A-Z_]+\.[A-Z0-9_]+\]: )'([A-Z][^'\\\n]{1,60})'/g; // the words of a code
const FIRST = /\b(children: \[)"([A-Z][^"\\\n]{3,80})"/g; // words before a link
const NAMED = /((?:DATE|TIME)_LABEL_PATH, )'(Date|Time)'/g; // what a new field is called
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
      out = out.replace(REFUSAL, (_, text) => `globalThis.__say('${text}')`);
      out = out.replace(CODED, (_, code, text) => `${code}globalThis.__say('${text}')`);
      out = out.replace(FIRST, (_, before, text) => `${before}globalThis.__say("${text}")`);
      out = out.replace(NAMED, (_, path, text) => `${path}globalThis.__say('New ${text.toLowerCase()}')`);
      if (file.includes('form-js-editor') || file.includes('form-js-viewer')) out = form(out);
      out = out.replaceAll('translate = translateFallback', 'translate = globalThis.__say');
      if (file.includes('token-simulation')) out = simulation(out);
      return { code: out, map: null };
    },
  };
}

// What form-js puts together from words.
function form(code) {
  let out = code;
  out = out.replace("TEXT_VIEW_DEFAULT_TEXT = '# Text'", "TEXT_VIEW_DEFAULT_TEXT = globalThis.__say('New text')");
  out = out.replace('`Create ${getIndefiniteArticle(type)} ${label} element`', "globalThis.__say('Add: {label}', { label })");
  out = out.replaceAll('children: "file type specifiers"', "children: globalThis.__say('file type specifiers')");
  out = out.replaceAll('"aria-label": globalThis.__say("Increment")', '"aria-label": globalThis.__say("Increase")');
  out = out.replace("valueLabel || 'Select'", "valueLabel || globalThis.__say('Choose')");
  out = out.replace('`Remove ${entry.label}`', "globalThis.__say('Remove {label}', { label: entry.label })");
  out = out.replace(/`Should not contain more than \$\{decimalDigits\} decimal digits\.?`/g, "globalThis.__say('Should not contain more than {decimalDigits} decimal digits.', { decimalDigits })");
  return out.replace('`Should be at least ${minimumValue.toString()}.`', "globalThis.__say('Should be at least {least}.', { least: minimumValue.toString() })");
}

// The simulation writes its buttons and its log as HTML in template strings.
function simulation(code) {
  let out = code;
  out = out.replace("title=\"${ wait ? 'Remove' : 'Add' } pause point\"", "title=\"${globalThis.__say(['Add pause point', 'Remove pause point'][Number(Boolean(wait))])}\"");
  out = out.replace('title="Focus process instance ${scope.id}"', 'title="${globalThis.__say(\'Focus process instance\')} ${scope.id}"');
  out = out.replace('title="Set animation speed = ${ label }"', 'title="${globalThis.__say(\'Set animation speed\')} ${ label }"');
  out = out.replace(FALLBACK, (_, before, text) => `${before}globalThis.__say(${text})`);
  out = out.replaceAll("'<p class=\"bts-entry placeholder\">No Entries</p>'", '`<p class="bts-entry placeholder">No Entries</p>`');
  out = out.replace(IN_TEMPLATE, (_, before, text) => `${before}\${globalThis.__say('${text}')}"`);
  for (const text of SIMULATED) out = out.replace(new RegExp(`(>\\s*|\\}\\s*)${text}(?=\\s*<)`, 'g'), `$1\${globalThis.__say('${text}')}`);
  out = out.replace("completed ? 'finished' : 'canceled'", "globalThis.__say(completed ? 'finished' : 'canceled')");
  return out.replace('} started`', "} ${globalThis.__say('started')}`");
}
