"""A diagram as it lies on the canvas: boxes, lines and labels, read from the diagram interchange."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

NAMESPACES = {
    "bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "di": "http://www.omg.org/spec/DD/20100524/DI",
}
CONTAINERS = ("participant", "lane", "subProcess")
Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels."""

    x: float
    y: float
    width: float
    height: float

    def meets(self, other: "Box", slack: float = 1) -> bool:
        """Do the two share more than ``slack`` pixels?"""
        return (
            self.x + slack < other.x + other.width
            and other.x + slack < self.x + self.width
            and self.y + slack < other.y + other.height
            and other.y + slack < self.y + self.height
        )

    def crossed_by(self, one: Point, two: Point, slack: float = 2) -> bool:
        """Does a level or upright stretch run through the rectangle?"""
        low, high = sorted((one[0], two[0])), sorted((one[1], two[1]))
        stretch = Box(low[0], high[0], low[1] - low[0], high[1] - high[0])
        inner = Box(self.x + slack, self.y + slack, self.width - 2 * slack, self.height - 2 * slack)
        return (
            stretch.x <= inner.x + inner.width
            and inner.x <= stretch.x + stretch.width
            and stretch.y <= inner.y + inner.height
            and inner.y <= stretch.y + stretch.height
        )


@dataclass(frozen=True)
class Drawing:
    """One file: its elements by id, the boxes of its shapes, the points of its lines, the boxes of its labels."""

    file: str
    elements: dict[str, Any]
    boxes: dict[str, Box]
    lines: dict[str, list[Point]]
    labels: dict[str, Box]

    def kind(self, element: str) -> str:
        return str(etree.QName(self.elements[element]).localname)

    def nodes(self) -> list[str]:
        """The drawn things that are no containers."""
        return [one for one in self.boxes if self.kind(one) not in CONTAINERS]

    def name_en(self, element: str) -> str | None:
        return self.properties(element).get("name_en")

    def properties(self, element: str) -> dict[str, str]:
        path = "./bpmn:extensionElements/*/*[local-name()='property']"
        found = self.elements[element].xpath(path, namespaces=NAMESPACES)
        return {one.get("name"): one.get("value") for one in found}

    def ends(self, flow: str) -> tuple[str, str]:
        return self.elements[flow].get("sourceRef"), self.elements[flow].get("targetRef")

    def leaving(self, element: str) -> list[Any]:
        return [one for one in self.elements.values() if one.get("sourceRef") == element]


def read_drawing(path: Path) -> Drawing:
    """Read one file of the shipped bundle."""
    root = etree.parse(str(path)).getroot()
    model = "{" + NAMESPACES["bpmn"] + "}"
    elements = {one.get("id"): one for one in root.iter(model + "*") if one.get("id")}
    shapes = root.findall(".//bpmndi:BPMNShape", NAMESPACES)
    edges = root.findall(".//bpmndi:BPMNEdge", NAMESPACES)
    labels = {
        one.get("bpmnElement"): _box(one.find("bpmndi:BPMNLabel", NAMESPACES))
        for one in (*shapes, *edges)
        if one.find("bpmndi:BPMNLabel", NAMESPACES) is not None
    }
    lines = {
        one.get("bpmnElement"): [
            (float(at.get("x")), float(at.get("y"))) for at in one.findall("di:waypoint", NAMESPACES)
        ]
        for one in edges
    }
    return Drawing(path.name, elements, {one.get("bpmnElement"): _box(one) for one in shapes}, lines, labels)


def _box(shape: Any) -> Box:
    bounds = shape.find("dc:Bounds", NAMESPACES)
    return Box(*(float(bounds.get(side)) for side in ("x", "y", "width", "height")))
