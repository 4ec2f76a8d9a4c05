"""What differs between two models, element by element, in fields a person can read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, Literal

from lxml import etree

from engine.runtime.markup import BPMNDI, DC, Unreadable, read_xml
from engine.runtime.model import Element, Flow, Model

Change = Literal["added", "removed", "changed", "moved"]
Bounds = tuple[float, ...]
Part = Element | Flow
_PLACES = {"line", "file", "id", "process"}  # where something stands in its file is no change of what it does


@dataclass(frozen=True)
class ElementChange:
    """``details``: (field, before, after) as texts; a field inside another is named ``properties.role``."""

    file: str
    process: str
    element: str
    kind: str
    name: str
    change: Change
    name_en: str | None = None
    details: list[tuple[str, str | None, str | None]] = field(default_factory=list)

    @property
    def fields(self) -> list[str]:
        return list(dict.fromkeys(name.partition(".")[0] for name, _, _ in self.details))


def element_changes(
    before: Model, after: Model, files_before: Mapping[str, bytes], files_after: Mapping[str, bytes]
) -> list[ElementChange]:
    """By process and id. A shape that only stands elsewhere has moved; lines that follow it are not told."""
    old, new = _parts(before), _parts(after)
    stood, stands = _bounds(files_before), _bounds(files_after)
    found = []
    for place in sorted(set(old) | set(new)):
        one, other = old.get(place), new.get(place)
        if one is not None and other is not None:
            details = _details(one, other)
            moved = stood.get(place) != stands.get(place) and isinstance(other, Element)
            if details or moved:
                found.append(_change(other, place, "changed" if details else "moved", after, details))
        elif other is not None:
            found.append(_change(other, place, "added", after, []))
        elif one is not None:
            found.append(_change(one, place, "removed", before, []))
    return found


def _change(part: Part, place: tuple[str, str], change: Change, model: Model, details: list[Any]) -> ElementChange:
    process = model.processes[place[0]]
    if isinstance(part, Element):
        return ElementChange(process.file, *place, part.kind, part.name, change, part.name_en, details)
    ends = [process.elements[one] for one in (part.source, part.target) if one in process.elements]
    name = part.name or " → ".join(one.name or one.id for one in ends)
    name_en = part.name_en if part.name else " → ".join(one.name_en or one.name or one.id for one in ends)
    return ElementChange(process.file, *place, "sequenceFlow", name, change, name_en, details)


def _parts(model: Model) -> dict[tuple[str, str], Part]:
    found: dict[tuple[str, str], Part] = {}
    for process in model.processes.values():
        found |= {(process.id, one.id): one for one in process.elements.values()}
        found |= {(process.id, flow.id): flow for flow in process.flows.values()}
    return found


def _details(before: Part, after: Part) -> list[tuple[str, str | None, str | None]]:
    old, new = dict(_flat(before)), dict(_flat(after))
    names = [*new, *(name for name in old if name not in new)]
    return [(name, old.get(name), new.get(name)) for name in names if old.get(name) != new.get(name)]


def _flat(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Everything said of an element as (path, text); what is empty is not there."""
    if is_dataclass(value):
        for one in fields(value):
            if path or one.name not in _PLACES:
                yield from _flat(getattr(value, one.name), f"{path}.{one.name}".lstrip("."))
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _flat(inner, f"{path}.{name}")
    elif isinstance(value, tuple):
        yield path, " ".join(str(inner) for inner in value)
    elif value not in (None, "", False):
        yield path, "yes" if value is True else str(value)


def _bounds(files: Mapping[str, bytes]) -> dict[tuple[str, str], Bounds]:
    """Where each shape stands, by process and element."""
    found: dict[tuple[str, str], Bounds] = {}
    for name, content in files.items():
        if name.endswith(".bpmn"):
            try:
                root = read_xml(name, content)
            except Unreadable:
                continue
            shapes = dict(_shapes(root))
            for process in root.iterchildren("{*}process"):
                for node in process.iter("{*}*"):
                    if node.get("id") in shapes:
                        found[process.get("id", ""), node.get("id", "")] = shapes[node.get("id", "")]
    return found


def _shapes(root: etree._Element) -> Iterator[tuple[str, Bounds]]:
    for shape in root.iter(f"{{{BPMNDI}}}BPMNShape"):
        bounds = shape.find(f"{{{DC}}}Bounds")
        if bounds is not None:
            yield (
                shape.get("bpmnElement", ""),
                tuple(_figure(bounds.get(name)) for name in ("x", "y", "width", "height")),
            )


def _figure(text: str | None) -> float:
    try:
        return round(float(text or 0), 1)
    except ValueError:
        return 0.0
