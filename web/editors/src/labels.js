const WORD = 90; // as wide as a label without bounds

// A diagram to be looked at, with the labels of the page's language: an element's own is Chinese, its English one a property.
export function inLanguage(xml) {
  if (!document.documentElement.lang.startsWith('en')) return xml;
  const page = new DOMParser().parseFromString(xml, 'application/xml');
  for (const one of page.getElementsByTagNameNS('*', 'property')) {
    const english = one.getAttribute('name') === 'name_en' && one.getAttribute('value');
    if (english) one.parentElement.parentElement.parentElement.setAttribute('name', english);
  }
  for (const label of page.getElementsByTagNameNS('*', 'BPMNLabel')) widen(label.firstElementChild);
  return new XMLSerializer().serializeToString(page);
}

// Room for an English word where a Chinese one stood, around the same middle.
function widen(bounds) {
  const missing = WORD - Number(bounds?.getAttribute('width') ?? WORD);
  if (missing <= 0) return;
  bounds.setAttribute('width', WORD);
  bounds.setAttribute('x', Number(bounds.getAttribute('x')) - missing / 2);
}
