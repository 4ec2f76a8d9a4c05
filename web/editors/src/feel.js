// Is this FEEL? The server's parser answers, so that what the panel accepts is what deployment accepts.
import { post } from './keeper.js';

const known = new Map();

// The sentence for what is wrong with a text, '' when nothing is.
export async function wrongWith(desk, text, kind = 'expression') {
  if (!text?.trim()) return '';
  const key = `${kind}\n${text}`;
  if (!known.has(key)) {
    const body = new FormData();
    body.append('text', text);
    body.append('kind', kind);
    known.set(key, post(desk.feel, body, desk).catch(() => known.delete(key) && {}));
  }
  const { problem, said } = await known.get(key);
  return problem?.message ?? said ?? ''; // the sentence says where
}
