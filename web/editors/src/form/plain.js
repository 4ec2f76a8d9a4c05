// A text of a form is plain words for people, so it is plain words on the drawing: form-js would read markdown and HTML from it,
// load the pictures it names, and leave it to the page's policy that no handler in it runs.
const SIGNS = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

class Plain {
  render(text) {
    const words = String(text ?? '').replace(/[&<>"]/g, (sign) => SIGNS[sign]);
    return `<p>${words.replaceAll('\n', '<br>')}</p>`;
  }
}

export const plain = { markdownRenderer: ['type', Plain] };
