// The licence texts of everything that ends up in the committed bundle: what is installed without the build's own tools.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const shipped = Object.entries(lock.packages)
  .filter(([path, entry]) => path && !entry.dev && !entry.optional)
  .sort(([a], [b]) => (a < b ? -1 : 1));

const texts = shipped.map(([path, entry]) => {
  const found = existsSync(path) ? readdirSync(path).find((name) => /^licen[cs]e/i.test(name)) : undefined;
  const text = found ? readFileSync(`${path}/${found}`, 'utf8').trim() : `Licence: ${entry.license}`;
  return `${path.replace(/^.*node_modules\//, '')} ${entry.version} (${entry.license ?? 'see text'})\n\n${text}\n`;
});
writeFileSync('../static/THIRD_PARTY_LICENSES.txt', texts.join(`\n${'-'.repeat(72)}\n\n`));
console.log(`${texts.length} licence texts written`);
