// Is the list still as it is? The server says so on a stream, and breathes on it. Where nothing is heard, whatever the
// browser calls the state of the stream, the list is asked for instead, and a quiet sign says so.
const TICK = 5_000;
const SILENT = 20_000; // the server breathes every three seconds, and a stream is opened anew within five
const EVERY = 30_000; // between two questions while nothing is heard

// `ask` loads the list and says whether it was answered; `tell` is given null while the stream is heard, else how it stands.
export function follow(address, mark, ask, tell) {
  let last = mark;
  let heard = Date.now();
  let asked = 0;
  let over = false;
  let source = open();

  function open() {
    const stream = new EventSource(address);
    const hear = () => {
      heard = Date.now();
      tell(null);
    };
    stream.addEventListener('beat', hear);
    stream.addEventListener('worklist', (event) => {
      hear();
      if (event.data === last) return;
      last = event.data;
      ask();
    });
    stream.addEventListener('over', () => {
      over = true;
      stream.close();
      ask();
    });
    return stream;
  }

  async function look() {
    if (over || document.visibilityState !== 'visible' || Date.now() - heard < SILENT) return;
    if (source.readyState === EventSource.CLOSED) source = open();
    if (Date.now() - asked < EVERY) return;
    asked = Date.now();
    tell((await ask()) ? 'asked' : 'cut');
  }

  setInterval(look, TICK);
  document.addEventListener('visibilitychange', look);
  addEventListener('pagehide', () => source.close());
  addEventListener('pageshow', (event) => event.persisted && (source = open()));
}
