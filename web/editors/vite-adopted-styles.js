// CodeMirror's style-mod writes a <style> element into the page, which our policy forbids; a constructed style sheet, which it
// knows for shadow roots, does the same without one.
export default function adoptedStyles() {
  return {
    name: 'adopted-styles',
    transform(code, id) {
      if (!id.includes('/style-mod/')) return null;
      const out = code.replace('!root.head && root.adoptedStyleSheets', 'root.adoptedStyleSheets');
      if (out === code) throw new Error('style-mod is not as expected; see vite-adopted-styles.js');
      return { code: out, map: null };
    },
  };
}
