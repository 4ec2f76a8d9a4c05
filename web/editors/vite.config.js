// One bundle for the pages that show diagrams. File names carry a content hash; .vite/manifest.json maps source to files.
// The result is committed, so that nobody needs Node to install or run Suqiu; the same lock file gives the same bytes.
import { defineConfig } from 'vite';
import { resolve } from 'node:path';

const pages = ['viewer'];

export default defineConfig({
  base: '/assets/editors/',
  build: {
    outDir: resolve(import.meta.dirname, '../static/editors'),
    emptyOutDir: true,
    manifest: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: Object.fromEntries(pages.map((name) => [name, resolve(import.meta.dirname, `src/${name}.js`)])),
    },
  },
});
