"""A designer reads these diagrams: everything is drawn, named in two languages, and nothing lies on anything else."""

import re
from itertools import combinations, pairwise

from tests.processes.drawing import Drawing

CHINESE = re.compile(r"[\u4e00-\u9fff]")
FLOW_NODES = ("Event", "Task", "Gateway", "subProcess", "callActivity")


def test_everything_is_drawn(drawings: list[Drawing]) -> None:
    missing = [
        (drawing.file, element)
        for drawing in drawings
        for element in drawing.elements
        if (drawing.kind(element).endswith(FLOW_NODES) and element not in drawing.boxes)
        or (drawing.kind(element) == "sequenceFlow" and element not in drawing.lines)
    ]
    assert missing == []


def test_every_element_has_a_chinese_name_and_an_english_one(drawings: list[Drawing]) -> None:
    nameless = [
        (drawing.file, element)
        for drawing in drawings
        for element in drawing.boxes
        if not CHINESE.search(drawing.elements[element].get("name") or "") or not drawing.name_en(element)
    ]
    assert nameless == []


def test_every_branch_behind_a_gateway_says_when_it_is_taken(drawings: list[Drawing]) -> None:
    silent = [
        flow.get("id")
        for drawing in drawings
        for element in drawing.nodes()
        if drawing.kind(element) in ("exclusiveGateway", "parallelGateway") and len(drawing.leaving(element)) > 1
        for flow in drawing.leaving(element)
        if not CHINESE.search(flow.get("name") or "")
        or (drawing.kind(element)[0] == "e" and not drawing.name_en(flow.get("id")))
    ]
    assert silent == []


def test_every_task_lies_in_a_lane(drawings: list[Drawing]) -> None:
    homeless = []
    for drawing in drawings:
        lanes = [one for one in drawing.boxes if drawing.kind(one) == "lane"]
        placed = {ref.text for lane in lanes for ref in drawing.elements[lane].iter("{*}flowNodeRef")}
        homeless += [
            (drawing.file, one) for one in drawing.nodes() if drawing.kind(one) == "userTask" and one not in placed
        ]
    assert homeless == []


def test_no_two_elements_overlap(drawings: list[Drawing]) -> None:
    found = []
    for drawing in drawings:
        for one, two in combinations(drawing.nodes(), 2):
            hosts = (drawing.elements[one].get("attachedToRef"), drawing.elements[two].get("attachedToRef"))
            if two not in hosts and one not in hosts and drawing.boxes[one].meets(drawing.boxes[two]):
                found.append((drawing.file, one, two))
    assert found == []


def test_no_line_runs_through_an_element_or_a_label(drawings: list[Drawing]) -> None:
    found = []
    for drawing in drawings:
        for flow, points in drawing.lines.items():
            things = [(one, drawing.boxes[one], 2.0) for one in drawing.nodes() if one not in drawing.ends(flow)]
            things += [(f"label of {one}", box, 4.0) for one, box in drawing.labels.items()]
            for name, box, slack in things:
                if any(box.crossed_by(one, two, slack) for one, two in pairwise(points)):
                    found.append((drawing.file, flow, name))
    assert found == []


def test_lines_are_level_or_upright(drawings: list[Drawing]) -> None:
    oblique = [
        (drawing.file, flow)
        for drawing in drawings
        for flow, points in drawing.lines.items()
        if any(abs(a[0] - b[0]) > 1 and abs(a[1] - b[1]) > 1 for a, b in pairwise(points))
    ]
    assert oblique == []


def test_no_two_labels_overlap(drawings: list[Drawing]) -> None:
    found = [
        (drawing.file, one, two)
        for drawing in drawings
        for one, two in combinations(drawing.labels, 2)
        if drawing.labels[one].meets(drawing.labels[two], 2)
    ]
    assert found == []
