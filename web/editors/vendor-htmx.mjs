// htmx goes into the pages as its authors publish it, beside its licence.
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';

const { version } = JSON.parse(readFileSync('node_modules/htmx.org/package.json', 'utf8'));
const target = '../static/htmx';
mkdirSync(target, { recursive: true });
copyFileSync('node_modules/htmx.org/dist/htmx.min.js', `${target}/htmx.min.js`);
copyFileSync('node_modules/htmx.org/LICENSE', `${target}/LICENSE`);
console.log(`htmx ${version} copied to ${target}`);
