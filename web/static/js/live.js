// Is the list still as it is? The server says so on a stream; where streams do not come through, it is asked instead.
const EVERY = 30_000;

export function follow(address, mark, changed) {
  let last = mark;
  let streaming = false;
  const source = new EventSource(address);
  source.addEventListener('open', () => (streaming = true));
  source.addEventListener('worklist', (event) => {
    if (event.data === last) return;
    last = event.data;
    changed();
  });
  source.addEventListener('over', () => source.close());
  source.addEventListener('error', () => (streaming = source.readyState !== EventSource.CLOSED));
  addEventListener('pagehide', () => source.close());
  setInterval(() => {
    if (!streaming && document.visibilityState === 'visible') changed();
  }, EVERY);
}
