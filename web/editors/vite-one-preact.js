// The form editor brings a preact of its own, and hooks work only where all parts share one: its viewer, and what we add to
// it, get that one too.
import { resolve } from 'node:path';

const THEIRS = resolve(import.meta.dirname, 'node_modules/@bpmn-io/form-js-editor/dist/index.es.js');

export default function onePreact() {
  return {
    name: 'one-preact',
    enforce: 'pre',
    resolveId(source, importer) {
      if (!/^preact(\/|$)/.test(source) || !/form-js-viewer|\/src\/form\//.test(importer ?? '')) return null;
      return this.resolve(source, THEIRS, { skipSelf: true });
    },
  };
}
