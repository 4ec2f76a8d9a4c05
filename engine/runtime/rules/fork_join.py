"""Branches that were forked meet again at a join, or end each for itself; met anywhere else, all after it runs twice.

Found by playing, as in ``soundness``: for each element that several flows lead into, with the tokens there held back
until nothing else can move. Two tokens in one place are what Petri nets call unsafe (van der Aalst, The application of
Petri nets to workflow management, 1998: a sound workflow net with a short circuit is bounded; ours are to be bounded
by one).
"""

from collections import deque
from collections.abc import Iterator

from engine.runtime.model import Element, Model, Process
from engine.runtime.rules.graph import is_fork, is_join, reach, starts, successors
from engine.runtime.rules.report import Report
from engine.runtime.rules.soundness import Marking, Move, Play, Steps, comes_beside, marking_of, places, way

MOST_PLACES = 150_000  # of all markings looked at for a bundle; counted, so that what is told depends on no machine
MOST_OF_ONE = 75_000  # for one process or subprocess, so that a tangled one doesn't keep the others from being searched


def check(model: Model, report: Report) -> None:
    left = MOST_PLACES
    for process in model.processes.values():
        for scope in process.scopes() if report.sound(process) else ():
            left -= _look(process, scope, min(left, MOST_OF_ONE), report)


def _look(process: Process, scope: str, most: int, report: Report) -> int:
    """Search one scope. Returns how many places were looked at."""
    left = most
    told: set[str] = set()
    for beside in _ways_to_be_two(process, scope):
        search = _Search(process, [one.id for one in starts(process, scope)], beside, left)
        for element in search.met_beside_others():
            doubled = None if element.id in told else search.two_at(element, told)
            if doubled is not None:
                told.add(element.id)
                _tell(process, element, *doubled, beside, report)
        left = search.left
    if left < 0:
        report.warning(
            process.elements.get(scope, process),
            f"{scope} has too many orders of events to see where branches meet. Simplify it to have it seen.",
        )
    return most - left


def _ways_to_be_two(process: Process, scope: str) -> Iterator[bool]:
    """First what forks alone bring about, then what comes beside; nothing where a token is always alone."""
    if any(is_fork(process, one) for one in process.inside(scope)):
        yield False
    if any(comes_beside(process, ("at", one.id)) for one in process.inside(scope)):
        yield True


class _Search:
    """``left``: how many places may still be looked at; below 0 when the search was given up."""

    def __init__(self, process: Process, begins: list[str], beside: bool, left: int) -> None:
        self.process = process
        self.left = left
        self._play = Play(process, hosts_stay=True)
        self._begins = [marking_of([("at", one)]) for one in begins]
        self._beside = beside
        self._order = _in_order(process, begins)

    def met_beside_others(self) -> list[Element]:
        """Where two could meet: what several flows lead into, and hosts of events that come beside; in flow order."""
        in_company = dict[str, None]()
        for marking, _ in self._played(None, frozenset()):
            if sum(kind != "came" for kind, _ in marking) > 1:
                in_company |= dict.fromkeys(name for kind, name in marking if kind == "at")
        elements = [self.process.elements[one] for one in self._order if one in in_company]
        return [one for one in elements if self._can_be_met(one) and self._leads_to_work(one)]

    def _can_be_met(self, element: Element) -> bool:
        attached = self.process.boundaries.get(element.id, ())
        return len(self.process.incoming.get(element.id, ())) > 1 or any(not one.interrupting for one in attached)

    def two_at(self, element: Element, told: set[str]) -> tuple[Marking, Steps] | None:
        """How two tokens come to be at an element at once; what was told before is not passed."""
        place = ("at", element.id)
        for marking, came in self._played(element.id, frozenset(told)):
            if marking.count(place) > 1:
                return marking, came
        return None

    def _played(self, held: str | None, blocked: frozenset[str]) -> Iterator[tuple[Marking, Steps]]:
        came: Steps = dict.fromkeys(self._begins, (None, ""))
        todo = list(self._begins)
        while todo and self.left >= 0:
            marking = todo.pop()
            yield marking, came
            if len(set(marking)) < len(marking):
                continue  # what comes after two in one place follows from it
            for what, after in self._moves(marking, held, blocked):
                self.left -= len(after)
                if after not in came:
                    came[after] = (marking, what)
                    todo.append(after)

    def _moves(self, marking: Marking, held: str | None, blocked: frozenset[str]) -> Iterator[Move]:
        resting = [place for place in marking if place[1] in blocked]
        moving = tuple(place for place in marking if place[1] not in blocked) if resting else marking
        for what, after in self._play.moves_one_by_one(moving, held):
            if self._beside or not any(comes_beside(self.process, place) for place in set(after) - set(moving)):
                yield what, marking_of([*after, *resting]) if resting else after

    def _leads_to_work(self, element: Element) -> bool:
        """An end reached twice harms nothing, nor does a choice between ends."""
        ahead = (self.process.elements[one] for one in reach([element.id], lambda at: successors(self.process, at)))
        return not all(
            one.kind == "exclusiveGateway"
            or (one.kind == "endEvent" and (one.event is None or one.event.kind in ("none", "terminate", "error")))
            for one in ahead
        )


def _in_order(process: Process, begins: list[str]) -> list[str]:
    """Elements as a token comes to them, nearest first: what is told first is what the rest follows from."""
    found, todo = dict.fromkeys(begins), deque(begins)
    while todo:
        new = [one for one in successors(process, todo.popleft()) if one not in found]
        found |= dict.fromkeys(new)
        todo += new
    return [one for one in found if not is_join(process, process.elements[one])]


def _tell(process: Process, at: Element, marking: Marking, came: Steps, beside: bool, report: Report) -> None:
    path = places(process, came, marking)
    if beside:
        sentence = (
            f"What an event starts beside the flow can meet it at {at.label}: {way(came, marking)}. It and all after "
            "it would run once for each. Let the path of the event end for itself, or let the event interrupt."
        )
        report.way(at, sentence, path, severity="warning")
        return
    sentence = (
        f"Branches meet at {at.label}, which does not join them: {way(came, marking)}. It and all after it would run "
        "twice. Join the branches before it, with a gateway of the kind that forked them."
    )
    report.way(at, sentence, path)
