"""Plays the control flow in every order and with every choice, and tells the way to a join that is never met.

Subprocesses count as one step and are played by themselves. A boundary event that doesn't interrupt comes once or not
at all. Orders of steps that cannot matter are played once; the search is bounded. Conditions are not read: what two
choices agree on must be drawn once, before the fork.
"""

from collections.abc import Iterable, Iterator
from itertools import combinations

from engine.runtime.build import upstream
from engine.runtime.model import Element, Flow, Model, Process
from engine.runtime.rules.graph import is_join, starts
from engine.runtime.rules.report import Report

MOST_PLACES = 500_000  # of all markings looked at for a bundle; counted, so that what is told depends on no machine
Place = tuple[str, str]  # ("at", element), ("in", flow into a join), or ("came", event that does not come again)
Marking = tuple[Place, ...]  # sorted; a place at most twice
Move = tuple[str, Marking]
Steps = dict[Marking, tuple[Marking | None, str]]  # marking → the one before it and the words for the move


def check(model: Model, report: Report) -> None:
    left = MOST_PLACES
    for process in model.processes.values():
        if report.sound(process):
            for scope in process.scopes():
                left = _explore(process, scope, left, report)


def _explore(process: Process, scope: str, left: int, report: Report) -> int:
    """Play one scope until so many places were looked at. Returns how many are left for the other scopes."""
    play = Play(process)
    begins = [marking_of([("at", one.id)]) for one in starts(process, scope)]
    came: Steps = dict.fromkeys(begins, (None, ""))
    todo = list(begins)
    told: set[str] = set()
    while todo:
        marking = todo.pop()
        moves = list(play.moves_that_matter(marking))
        left -= len(marking) + sum(len(after) for _, after in moves)
        if marking and not moves:
            join = process.flows[next(name for kind, name in marking if kind == "in")].target
            if join not in told:
                told.add(join)
                _tell(
                    process, scope, process.elements[join], way(came, marking), places(process, came, marking), report
                )
        for what, after in moves:
            if after not in came:
                came[after] = (marking, what)
                todo.append(after)
        if left < 0:
            at = process.elements.get(scope, process)
            report.warning(
                at, f"{scope} has too many orders of events to play them all. Simplify it to have it checked."
            )
            break
    return left


def _tell(process: Process, scope: str, join: Element, way: str, path: tuple[str, ...], report: Report) -> None:
    sentence = (
        f"A token can get stuck at {join.label}: {way}, and the other branch never comes. Lead every branch of the "
        "fork to the join, or end the case there with a terminate end event."
    )
    # It may be meant to wait until the subprocess is interrupted.
    severity = "warning" if any(one.interrupting for one in process.boundaries.get(scope, ())) else "error"
    report.way(join, sentence, path, severity=severity)


def way(came: Steps, marking: Marking) -> str:
    steps = []
    at: Marking | None = marking
    while at is not None:
        at, what = came[at]
        if what:
            steps.append(what)
    steps.reverse()
    return " → ".join(steps if len(steps) <= 16 else ["…", *steps[-16:]])


def places(process: Process, came: Steps, marking: Marking) -> tuple[str, ...]:
    """The ids of what the tokens passed on the way, flows between them included, for drawing it."""
    markings: list[Marking] = []
    at: Marking | None = marking
    while at is not None:
        markings.append(at)
        at = came[at][0]
    named = (place for one in reversed(markings) for place in one)
    passed = dict.fromkeys(process.flows[name].target if kind == "in" else name for kind, name in named)
    flows = [flow.id for one in passed for flow in process.outgoing.get(one, ()) if flow.target in passed]
    return (*passed, *flows)


class Play:
    """The moves from marking to marking; migrations ask it too, from where an instance stands.

    ``hosts_stay``: what an event starts that doesn't interrupt runs while its host goes on, not only after it.
    """

    def __init__(self, process: Process, *, hosts_stay: bool = False) -> None:
        self.process = process
        self._hosts_stay = hosts_stay
        self._entered: dict[str, Place] = {}
        self._upstream: dict[str, frozenset[str]] = {}
        self._joins_look_around = any(
            one.kind == "inclusiveGateway" and is_join(process, one) for one in process.elements.values()
        )

    def moves(self, marking: Marking) -> Iterator[Move]:
        """Every next step from a marking, with the words for it."""
        for kind, name in dict.fromkeys(marking):
            if kind == "at":
                yield from self._from_place(name, marking)
        joins = dict.fromkeys(self.process.flows[name].target for kind, name in marking if kind == "in")
        for join in joins:
            yield from self._fire(self.process.elements[join], marking)

    def moves_that_matter(self, marking: Marking) -> Iterator[Move]:
        """Enough of the moves to find every way of getting stuck.

        What one token or one parallel join does takes nothing from another, so one of them may go first (a stubborn
        set). Inclusive joins look at where others stand: with them every order is played.
        """
        return self.moves(marking) if self._joins_look_around else self.moves_one_by_one(marking)

    def moves_one_by_one(self, marking: Marking, held: str | None = None) -> Iterator[Move]:
        """Every choice, but one order: tokens first, then joins; at the element held, and at an end of all, last."""
        at = [name for kind, name in marking if kind == "at"]
        late = [name for name in at if name == held or self._ends_all(self.process.elements[name])]
        first = next((name for name in at if name not in late), None)
        if first is not None:
            yield from self._from_place(first, marking)
            return
        joins = dict.fromkeys(self.process.flows[name].target for kind, name in marking if kind == "in")
        fired = (list(self._fire(self.process.elements[join], marking)) for join in joins)
        moves = next(filter(None, fired), None)
        if moves is not None:
            yield from moves
        else:
            for name in dict.fromkeys(late):
                yield from self._from_place(name, marking)

    def _from_place(self, name: str, marking: Marking) -> Iterator[Move]:
        rest = list(marking)
        rest.remove(("at", name))
        yield from self._from(self.process.elements[name], rest)

    @staticmethod
    def _ends_all(element: Element) -> bool:
        return element.kind == "endEvent" and element.event is not None and element.event.kind in ("terminate", "error")

    def _from(self, element: Element, rest: list[Place]) -> Iterator[Move]:
        name = element.name or element.id
        out = self.process.outgoing.get(element.id, [])
        if element.kind == "endEvent":
            yield name, () if self._ends_all(element) else marking_of(rest)
            return
        yield from self._leave(element, out, rest)
        for boundary in self.process.boundaries.get(element.id, ()):
            label = f"{name} ({boundary.name or boundary.id})"
            came, beside = ("came", boundary.id), [self._enter(flow) for flow in out]
            if boundary.interrupting:
                beside = []
            elif self._hosts_stay:
                if came in rest:
                    continue
                beside = [("at", element.id), came]
            yield label, marking_of([*rest, *beside, ("at", boundary.id)])

    def _leave(self, element: Element, out: list[Flow], rest: list[Place]) -> Iterator[Move]:
        name = element.name or element.id
        if element.kind in ("exclusiveGateway", "eventBasedGateway"):
            for flow in out:
                yield f"{name}: {flow.name or flow.target}", marking_of([*rest, self._enter(flow)])
        elif element.kind == "inclusiveGateway" and len(out) > 1:
            otherwise = [flow for flow in out if flow.id == element.default]
            asked = [flow for flow in out if flow.id != element.default]
            sizes = range(1, len(asked) + 1) if len(asked) <= 4 else (1, len(asked))
            together = (list(some) for size in sizes for some in combinations(asked, size))
            for chosen in filter(None, (*together, otherwise)):
                label = " + ".join(flow.name or flow.target for flow in chosen)
                yield f"{name}: {label}", marking_of([*rest, *(self._enter(flow) for flow in chosen)])
        else:
            yield name, marking_of([*rest, *(self._enter(flow) for flow in out)])

    def _fire(self, join: Element, marking: Marking) -> Iterator[Move]:
        flows = self.process.incoming[join.id]
        arrived = [flow for flow in flows if ("in", flow.id) in marking]
        if len(arrived) < len(flows) and (
            join.kind == "parallelGateway" or self._may_still_come(join, arrived, marking)
        ):
            return
        rest = list(marking)
        for flow in arrived:
            rest.remove(("in", flow.id))
        yield from self._leave(join, self.process.outgoing.get(join.id, []), rest)

    def _may_still_come(self, join: Element, arrived: list[Flow], marking: Marking) -> bool:
        """As the runtime asks at an inclusive join, see nodes/gateways.py."""
        empty = [flow for flow in self.process.incoming[join.id] if flow not in arrived]
        for kind, name in marking:
            if kind == "came":
                continue
            at = name if kind == "at" else self.process.flows[name].target
            if at == join.id or any(at in self._before(join, flow) for flow in arrived):
                continue
            if any(at in self._before(join, flow) for flow in empty):
                return True
        return False

    def _before(self, join: Element, flow: Flow) -> frozenset[str]:
        if flow.id not in self._upstream:
            self._upstream[flow.id] = upstream(self.process, join.id, flow.id)
        return self._upstream[flow.id]

    def _enter(self, flow: Flow) -> Place:
        place = self._entered.get(flow.id)
        if place is None:
            joins = is_join(self.process, self.process.elements[flow.target])
            place = self._entered[flow.id] = ("in", flow.id) if joins else ("at", flow.target)
        return place


def element_at(process: Process, place: Place) -> Element:
    kind, name = place
    return process.elements[process.flows[name].target if kind == "in" else name]


def comes_beside(process: Process, place: Place) -> bool:
    """Is it where an event begins that lets its host go on?"""
    element = element_at(process, place)
    return element.kind == "boundaryEvent" and not element.interrupting


def marking_of(places: Iterable[Place]) -> Marking:
    """Sorted; more than two tokens in one place say nothing new."""
    ordered = sorted(places)
    return tuple(place for number, place in enumerate(ordered) if number < 2 or ordered[number - 2] != place)
