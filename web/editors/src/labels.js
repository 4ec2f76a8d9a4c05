// A diagram to be looked at, with the labels of the page's language: an element's own is Chinese, its English one a property.
export function inLanguage(xml) {
  if (!document.documentElement.lang.startsWith('en')) return xml;
  const page = new DOMParser().parseFromString(xml, 'application/xml');
  for (const one of page.getElementsByTagNameNS('*', 'property')) {
    const english = one.getAttribute('name') === 'name_en' && one.getAttribute('value');
    if (english) one.parentElement.parentElement.parentElement.setAttribute('name', english);
  }
  return new XMLSerializer().serializeToString(page);
}
