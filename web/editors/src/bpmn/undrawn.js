// What a file draws and the canvas does not: bpmn-js leaves out the process no participant of a collaboration refers to, says
// nothing of it, and writes the file without its drawing.
import { say } from '../words.js';

const BPMN = 'http://www.omg.org/spec/BPMN/20100524/MODEL';
const DI = 'http://www.omg.org/spec/BPMN/20100524/DI';

export function undrawn(modeler, content) {
  const known = modeler.get('elementRegistry');
  const file = new DOMParser().parseFromString(content, 'application/xml');
  const drawn = ['BPMNShape', 'BPMNEdge'].flatMap((tag) => [...file.getElementsByTagNameNS(DI, tag)]);
  const missing = drawn.map((one) => one.getAttribute('bpmnElement')).filter((id) => id && !known.get(id));
  if (!missing.length) return [];
  const processes = [...file.getElementsByTagNameNS(BPMN, 'process')];
  const holder = (id) => processes.find((one) => one.querySelector(`[id="${CSS.escape(id)}"]`));
  return [...Map.groupBy(missing, holder)].map(([process, ids]) => say(
    '{count} elements of “{name}” are drawn in the file and not shown here, where no participant refers to their process: saving would take their drawing out.',
    { name: process ? process.getAttribute('name') || process.id : ids[0], count: ids.length },
  ));
}
