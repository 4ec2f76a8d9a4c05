"""Would work be done twice in the new version because an instance is in two places that no instance begun there is in?

Which two places can have a token at the same time spreads from the forks along the flow, one step of one of the two at
a time (Kovalyov, Concurrency relations and the safety problem for Petri nets, 1992). Loosely where three would have to
be looked at: then more is held possible.
"""

from collections import defaultdict, deque
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations

from engine.runtime.build import upstream
from engine.runtime.definition import Definition
from engine.runtime.migrate_future import process_of
from engine.runtime.model import ACTIVITIES, Element, Process
from engine.runtime.rules.graph import is_join
from engine.runtime.rules.soundness import Marking, Place, element_at

MOST_PAIRS = 300_000  # counted, so that a verdict depends on no machine
Pair = tuple[Place, Place]


@lru_cache(4096)
def done_twice(definition: Definition, process_id: str, marking: Marking) -> tuple[Element, Pair] | None:
    """What tokens at these places would both come to, though two tokens of an instance begun in this version never do,
    the nearest work if there is any; and the two places. None when there is none, or the drawing is too large to say.
    """
    known = _from_the_start(definition, process_id)
    strange = [pair for pair in combinations(marking, 2) if not known.has(*pair)]
    if not strange or known.is_cut_short:
        return None
    here = _Together(known.process, known)
    for pair in strange:
        here.note(*pair, pair)
    met = [(here.element(one), pair) for one, other, pair in here.spread() if one == other]
    return next((found for found in met if _is_work(found[0])), met[0] if met else None)


@lru_cache(256)
def _from_the_start(definition: Definition, process_id: str) -> "_Together":
    process = process_of(definition, process_id)
    found = _Together(process, None)
    for element in process.elements.values():
        for ways in found.after(element):
            for pair in combinations(ways, 2):
                found.note(*pair, pair)
        for boundary in process.boundaries.get(element.id, ()):
            if not boundary.interrupting:
                begun = (("at", element.id), ("at", boundary.id))
                found.note(*begun, begun)
    for _ in found.spread():
        pass
    return found


def _is_work(element: Element) -> bool:
    return element.kind in ACTIVITIES or (element.event is not None and element.event.kind not in ("none", "terminate"))


class _Together:
    """Pairs of places that can have a token at the same time, beside those ``known`` before."""

    def __init__(self, process: Process, known: "_Together | None") -> None:
        self.process = process
        self.known = known
        self.is_cut_short = False
        self._beside: dict[Place, set[Place]] = defaultdict(set)
        self._todo: deque[tuple[Place, Place, Pair]] = deque()
        self._left = MOST_PAIRS
        self._upstream: dict[str, frozenset[str]] = known._upstream if known else {}

    def has(self, one: Place, other: Place) -> bool:
        return other in self._beside.get(one, ()) or (self.known is not None and self.known.has(one, other))

    def note(self, one: Place, other: Place, because: Pair) -> None:
        if not self.has(one, other):
            self._beside[one].add(other)
            self._beside[other].add(one)
            self._todo.append((one, other, because))

    def spread(self) -> Iterator[tuple[Place, Place, Pair]]:
        """Every pair there is, nearest first, with the pair it came from."""
        while self._todo:
            one, other, because = self._todo.popleft()
            yield one, other, because
            self._left -= 1
            if self._left < 0:
                self.is_cut_short = True
                return
            for stays, goes in dict.fromkeys(((one, other), (other, one))):
                for ways in self._moves(stays, goes):
                    for place in ways:
                        self.note(stays, place, because)

    def element(self, place: Place) -> Element:
        return element_at(self.process, place)

    def after(self, element: Element) -> list[list[Place]]:
        """Where the token of an element can go, by choice; each of them perhaps several places at once."""
        out = [self._enter(flow.id) for flow in self.process.outgoing.get(element.id, ())]
        one_of_them = element.kind in ("exclusiveGateway", "eventBasedGateway")
        return [[place] for place in out] if one_of_them else [out]

    def _enter(self, flow_id: str) -> Place:
        target = self.process.elements[self.process.flows[flow_id].target]
        return ("in", flow_id) if is_join(self.process, target) else ("at", target.id)

    def _moves(self, stays: Place, goes: Place) -> Iterator[list[Place]]:
        kind, name = goes
        element = self.element(goes)
        if kind == "at":
            yield [("at", one.id) for one in self.process.boundaries.get(name, ())]
        if kind == "at" or self._fires(element, name, stays):
            yield from self.after(element)

    def _fires(self, join: Element, flow: str, stays: Place) -> bool:
        """Can a join that a token came to by this flow go on while another token stays where it is?"""
        others = [one.id for one in self.process.incoming[join.id] if one.id != flow]
        empty = [one for one in others if not self.has(stays, ("in", one))]
        if join.kind == "parallelGateway":
            return not empty
        at = self.element(stays).id
        if at == join.id:
            return self.has(stays, stays)  # else it is taken along
        return at in self._before(join, flow) or not any(at in self._before(join, one) for one in empty)

    def _before(self, join: Element, flow: str) -> frozenset[str]:
        if flow not in self._upstream:
            self._upstream[flow] = upstream(self.process, join.id, flow)
        return self._upstream[flow]
