// One bundle for the page that shows diagrams, one for each editor. File names carry a content hash; .vite/manifest.json maps source to files.
// The result is committed, so that nobody needs Node to install or run Suqiu; the same lock file gives the same bytes.
import { defineConfig } from 'vite';
import { resolve } from 'node:path';
import adoptedStyles from './vite-adopted-styles.js';
import literals from './vite-literals.js';
import onePreact from './vite-one-preact.js';

const pages = { viewer: 'src/viewer.js', bpmn: 'src/bpmn/editor.js', dmn: 'src/dmn/editor.js', form: 'src/form/editor.js', compare: 'src/compare.js', mapping: 'src/mapping.js' };

export default defineConfig({
  base: '/assets/editors/',
  plugins: [onePreact(), adoptedStyles(), literals(/(@bpmn-io\/form-js-(editor|viewer)\/dist\/index\.es\.js|@bpmn-io\/properties-panel\/dist\/index\.esm\.js|bpmn-js-token-simulation\/lib\/)/)],
  build: {
    outDir: resolve(import.meta.dirname, '../static/editors'),
    emptyOutDir: true,
    manifest: true,
    target: 'es2022',
    chunkSizeWarningLimit: 2000,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: Object.fromEntries(Object.entries(pages).map(([name, file]) => [name, resolve(import.meta.dirname, file)])),
    },
  },
});
