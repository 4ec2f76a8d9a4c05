"""Opening a diagram of 400 elements in the editor, and editing it: at most 2 s to open, 50 ms for a move or an append.

    python -m benchmarks.opening_a_diagram

A district is served and a Chromium opens the drawing five times. What counts is the processor time of the page's own
process (others may keep the machine busy); the time on the wall is printed beside it. It is open when the drawing
stands and can be changed; the check comes later and holds nothing up.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, Page

from benchmarks.bench import machine
from tests.e2e.people import District
from tests.e2e.running import a_browser, a_district, chromium
from tests.e2e.test_designers_draw import READY, Designer

ELEMENTS = 400
A_ROW = 20
ROUNDS = 5
OPEN_S, EDIT_MS = 2.0, 50.0
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" '
    'xmlns:di="http://www.omg.org/spec/DD/20100524/DI" id="d" targetNamespace="urn:large" '
    'xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core"><bpmn:process id="large" isExecutable="true">'
)
EXTENSIONS = (
    '<bpmn:extensionElements><spiffworkflow:properties><spiffworkflow:property name="role" value="handler"/>'
    '<spiffworkflow:property name="form" value="large/work"/></spiffworkflow:properties></bpmn:extensionElements>'
)
EDITS = """
(() => {
  const [modeling, known, shapes] = ['modeling', 'elementRegistry', 'elementFactory'].map((name) => modeler.get(name));
  const took = (act) => { const begun = performance.now(); act(); return performance.now() - begun; };
  const found = { move: [], append: [] };
  for (let turn = 0; turn < 20; turn += 1) {
    const task = known.get(`t${20 + turn * 15}`);
    modeler.get('selection').select(task);
    found.move.push(took(() => modeling.moveElements([task], { x: 10, y: 10 })));
    found.append.push(took(() => modeling.appendShape(task, shapes.createShape({ type: 'bpmn:UserTask' }))));
  }
  return found;
})()
"""


def large() -> str:
    """A line of tasks in rows; every tenth element is a gateway that may skip the next task."""
    nodes, edges, shapes, lines = [], [], [], []
    for number in range(ELEMENTS):
        kind = "exclusiveGateway" if number % 10 == 5 and number < ELEMENTS - 5 else "userTask"
        kind = {0: "startEvent", ELEMENTS - 1: "endEvent"}.get(number, kind)
        inner = EXTENSIONS if kind == "userTask" else ""
        default = f' default="f{number}"' if kind == "exclusiveGateway" else ""
        nodes.append(f'<bpmn:{kind} id="t{number}" name="办理 {number}"{default}>{inner}</bpmn:{kind}>')
        width, height = {"userTask": (100, 80), "exclusiveGateway": (50, 50)}.get(kind, (36, 36))
        x, y = place(number)
        shapes.append(
            f'<bpmndi:BPMNShape id="s{number}" bpmnElement="t{number}"><dc:Bounds x="{x}" y="{y - height // 2}" '
            f'width="{width}" height="{height}"/></bpmndi:BPMNShape>'
        )
        if number < ELEMENTS - 1:
            edges.append((f"f{number}", number, number + 1))
        if kind == "exclusiveGateway":
            edges.append((f"skip{number}", number, number + 2))
    for name, source, target in edges:
        nodes.append(f'<bpmn:sequenceFlow id="{name}" sourceRef="t{source}" targetRef="t{target}" name="{name}"/>')
        points = "".join(f'<di:waypoint x="{x}" y="{y}"/>' for x, y in (place(source), place(target)))
        lines.append(f'<bpmndi:BPMNEdge id="e_{name}" bpmnElement="{name}">{points}</bpmndi:BPMNEdge>')
    plane = f'<bpmndi:BPMNDiagram id="di"><bpmndi:BPMNPlane id="p" bpmnElement="large">{"".join([*shapes, *lines])}'
    end = "</bpmndi:BPMNPlane></bpmndi:BPMNDiagram></bpmn:definitions>"
    return f"{HEAD}{''.join(nodes)}</bpmn:process>{plane}{end}"


def place(number: int) -> tuple[int, int]:
    return 160 + number % A_ROW * 150, 120 + number // A_ROW * 140


def own_seconds(browser: Browser) -> float:
    """What the pages' processes have used of the processors so far."""
    told = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    return float(sum(one["cpuTime"] for one in told if one["type"] == "renderer"))


def opened(browser: Browser, page: Page, address: str) -> tuple[float, float]:
    """(own, wall) seconds until the drawing stands."""
    page.goto("about:blank")
    own, wall = own_seconds(browser), time.perf_counter()
    page.goto(address)
    page.locator(READY).wait_for(timeout=120_000)
    return own_seconds(browser) - own, time.perf_counter() - wall


def measure(browser: Browser, district: District, file: Path) -> bool:
    desk = Designer.opened(browser, district.base, viewport={"width": 1400, "height": 900})
    desk.page.set_default_timeout(120_000)
    desk.sign_in(district.someone("designer"))
    desk.begins("large", new=True)
    desk.page.locator("input[type=file]").set_input_files(file)
    desk.page.get_by_role("button", name="收入").click()
    desk.page.locator(READY).wait_for()
    address = f"{district.base}/designer/large/{file.name}"
    own, wall = zip(*(opened(browser, desk.page, address) for _ in range(ROUNDS)), strict=True)
    print(f"opening: {statistics.median(own):.2f} s own, {statistics.median(wall):.2f} s on the wall (gate {OPEN_S})")
    edits = desk.page.evaluate(EDITS)
    slowest = 0.0
    for name, taken in edits.items():
        slowest = max(slowest, statistics.median(taken))
        print(
            f"{name}: median {statistics.median(taken):.0f} ms, worst {max(taken):.0f} ms on the wall (gate {EDIT_MS})"
        )
    return statistics.median(own) <= OPEN_S and slowest <= EDIT_MS


def main() -> None:
    path = chromium()
    if path is None:
        sys.exit("No Chromium: apt-get install chromium fonts-noto-cjk, or name one with CHROMIUM=…")
    print(machine())
    with tempfile.TemporaryDirectory() as var:
        file = Path(var) / "large.bpmn"
        file.write_text(large(), encoding="utf-8")
        with a_district(Path(var)) as district, a_browser(path) as browser:
            met = measure(browser, district, file)
    sys.exit(0 if met else 1)


if __name__ == "__main__":
    main()
