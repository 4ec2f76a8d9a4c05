"""Two versions of a process side by side: which element and flow of the new one stands for which of the old."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.errors import Unusable
from engine.runtime.bundle import Bundle
from engine.runtime.definition import Definition
from engine.runtime.model import Element

_KINDS = {
    "userTask": "user task",
    "serviceTask": "service task",
    "businessRuleTask": "decision",
    "sendTask": "send task",
    "receiveTask": "receive task",
    "subProcess": "subprocess",
    "callActivity": "call of a process",
    "exclusiveGateway": "exclusive gateway",
    "parallelGateway": "parallel gateway",
    "inclusiveGateway": "inclusive gateway",
    "eventBasedGateway": "event gateway",
    "startEvent": "start event",
    "endEvent": "end event",
    "intermediateCatchEvent": "catching event",
    "intermediateThrowEvent": "throwing event",
    "boundaryEvent": "boundary event",
}
_SCOPE_KINDS = ("subProcess", "callActivity")


def kind_of(element: Element) -> str:
    """What an element is, in words: two elements of one kind can hold the same token."""
    words = _KINDS.get(element.kind, element.kind)
    if element.event is not None and element.event.kind != "none":
        words = f"{element.event.kind} {words}"
    return words if element.loop is None else f"{words} for many, {element.loop.kind}"


@dataclass(frozen=True)
class Difference:
    """Element ids, sorted; ``added`` are of the new version, the others of the old.

    ``moved``: stands in another process or subprocess now.
    """

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed_kind: tuple[str, ...]
    moved: tuple[str, ...]


class Match:
    """By id, and by an explicit mapping {old id: new id} of elements and flows where an id changed.

    An empty new id says that the old one is gone, although something else could pass for it. An old id written
    ``process/id`` counts in that process only: another one of the bundle may have an element of the same id.
    """

    def __init__(self, old: Definition, new: Definition, mapping: Mapping[str, str] | None = None) -> None:
        self.old = old
        self.new = new
        self.mapping = _of_its_processes(old, mapping or {})

    def element(self, old_id: str) -> Element | None:
        """Its counterpart. A pair of the mapping counts where this process has both of its ends."""
        named = self.mapping.get(old_id, old_id)
        return (self.new.elements.get(named) or self.new.elements.get(old_id)) if named else None

    def scope(self, old_scope: str) -> str | None:
        """The counterpart of a process or of an embedded subprocess."""
        if old_scope not in self.old.elements:
            return old_scope
        found = self.element(old_scope)
        return None if found is None else found.id

    def inside(self, container: Element) -> str | None:
        """The scope, in the new version, of what runs inside a container of the old one."""
        found = self.element(container.id)
        if found is None or found.kind not in _SCOPE_KINDS:
            return None
        return found.called if found.kind == "callActivity" else found.id

    def flow(self, old_id: str) -> str | None:
        """The flow that leads to the counterpart of its target: by mapping, by id, else from the same source."""
        before = self.old.flows.get(old_id)
        if before is None:
            return None
        source, target = self.element(before.source), self.element(before.target)
        if target is None:
            return None
        for named in (self.mapping.get(old_id, old_id), old_id):
            if named in self.new.flows and self.new.flows[named].target == target.id:
                return named
        ends = (source.id if source else "", target.id)
        return next((one.id for one in self.new.flows.values() if (one.source, one.target) == ends), None)

    def is_drawn_the_same(self, process: str) -> bool:
        """Do its tokens go the same ways as before? What conditions, forms and texts say is not looked at."""
        return not self.mapping and _drawing(self.old, process) == _drawing(self.new, process)

    def images(self) -> set[str]:
        """Ids of the new version that stand for something of the old."""
        return {found.id for old_id in self.old.elements if (found := self.element(old_id)) is not None}

    def difference(self) -> Difference:
        """What the new version adds, removes, makes something else, and puts elsewhere."""
        pairs = [(one, self.element(one.id)) for one in self.old.elements.values()]
        return Difference(
            added=tuple(sorted(self.new.elements.keys() - self.images())),
            removed=tuple(sorted(one.id for one, found in pairs if found is None)),
            changed_kind=tuple(sorted(one.id for one, found in pairs if found and kind_of(found) != kind_of(one))),
            moved=tuple(sorted(one.id for one, found in pairs if found and found.scope != self.scope(one.scope))),
        )


def _drawing(definition: Definition, process: str) -> tuple[set[Any], set[Any]]:
    inside = {one.id: one for one in definition.elements.values() if one.process == process}
    places = {(one.id, kind_of(one), one.scope, one.attached_to, one.interrupting) for one in inside.values()}
    return places, {(one.id, one.source, one.target) for one in definition.flows.values() if one.source in inside}


def could_be(old: Element, new: Element) -> bool:
    """May the one be the other under a new id: the same kind of element, and the same message, signal or code?"""
    return kind_of(old) == kind_of(new) and _heard(old) == _heard(new)


def _heard(element: Element) -> str | None:
    return element.event.reference if element.event else None


def check_mapping(old: Bundle, new: Bundle, mapping: Mapping[str, str]) -> None:
    """Refuse a mapping that names what neither version has.

    Raises:
        Unusable: an id is in no process of its version, or the pair is of two kinds in every process that has both.
    """
    both = [name for name in old.definitions if name in new.definitions]
    for before, after in mapping.items():
        meant = [name for name in old.definitions if _of_its_processes(old.definitions[name], {before: after})]
        there = not after or any(after in one.elements or after in one.flows for one in new.definitions.values())
        if not meant or not there:
            which, name = ("new", after) if meant else ("old", before)
            raise Unusable(f"Expected elements or flows in the mapping, but the {which} version has no {name}.")
        here = [(old.definitions[name], new.definitions[name]) for name in both if name in meant]
        if after and not any(_fits(*pair, before.rpartition("/")[2], after) for pair in here):
            raise Unusable(f"Expected two elements of one kind in one process in the mapping, found {before}={after}.")


def _of_its_processes(old: Definition, mapping: Mapping[str, str]) -> dict[str, str]:
    """The pairs of a mapping that concern a definition, by id alone; what names the process comes before others."""
    found: dict[str, str] = {}
    for before in sorted(mapping, key=lambda one: "/" in one):
        process, _slash, name = before.rpartition("/")
        element = old.elements.get(old.flows[name].source if name in old.flows else name)
        if element is not None and process in ("", element.process):
            found[name] = mapping[before]
    return found


def _fits(old: Definition, new: Definition, before: str, after: str) -> bool:
    if before in old.flows:
        return after in new.flows
    return (
        before in old.elements
        and after in new.elements
        and (kind_of(old.elements[before]) == kind_of(new.elements[after]))
    )
