"""A fork that a loop leads back to before all it sent out has met again: each round leaves one token more.

Found as Karp and Miller find what grows without end (Parallel program schemata, 1969): the flow is played from a token
at the fork alone, and only inside its loop; a marking that has that token again and another beside it can be repeated
for ever. What a boundary event that doesn't interrupt starts is not counted, nor is a branch that ends by itself.
"""

from collections import Counter
from collections.abc import Iterator

from engine.runtime.model import Element, Model, Process
from engine.runtime.rules.graph import is_fork, is_join, predecessors, reach, successors
from engine.runtime.rules.report import Report
from engine.runtime.rules.soundness import (
    Marking,
    Move,
    Place,
    Play,
    Steps,
    comes_beside,
    element_at,
    marking_of,
    places,
    way,
)

MOST_MARKINGS = 20_000  # of all forks of a bundle; counted, so that what is told depends on no machine
RESTS = frozenset(["userTask", "receiveTask", "manualTask", "intermediateCatchEvent", "subProcess", "callActivity"])
CHOICES = frozenset(["exclusiveGateway", "inclusiveGateway", "eventBasedGateway"])


def check(model: Model, report: Report) -> None:
    left = MOST_MARKINGS
    for process in model.processes.values():
        if report.sound(process):
            play = Play(process)
            for element in process.elements.values():
                if is_fork(process, element):
                    left -= _check(process, play, element, left, report)


def _check(process: Process, play: Play, fork: Element, most: int, report: Report) -> int:
    """Play the loop a fork stands in. Returns how many markings were looked at."""
    loop = reach([fork.id], lambda at: successors(process, at)) & reach([fork.id], lambda at: predecessors(process, at))
    if len(loop) == 1:
        return 0
    flows = process.incoming[fork.id] if is_join(process, fork) else []
    begin = marking_of([("in", flow.id) for flow in flows] or [("at", fork.id)])
    came: Steps = {begin: (None, "")}
    todo = [begin]
    while todo and len(came) < most:
        marking = todo.pop()
        for what, after in _moves(process, play, marking, loop):
            if after in came:
                continue
            came[after] = (marking, what)
            if Counter(begin) <= Counter(after):
                if _tell(process, fork, came, after, Counter(after) - Counter(begin), report):
                    return len(came)
            else:
                todo.append(after)
    return len(came)


def _moves(process: Process, play: Play, marking: Marking, loop: set[str]) -> Iterator[Move]:
    """What tokens inside the loop do; the others stay where they left it."""
    inside = tuple(place for place in marking if element_at(process, place).id in loop)
    outside = list((Counter(marking) - Counter(inside)).elements())
    for what, after in play.moves_that_matter(inside):
        if not any(comes_beside(process, place) for place in set(after) - set(inside)):
            yield what, marking_of([*outside, *after])


def _tell(process: Process, fork: Element, came: Steps, after: Marking, left: Counter[Place], report: Report) -> bool:
    """False when it may be meant: where somebody waits or chooses in the loop, and what is left ends by itself."""
    resting = [place for place in left if _rests(process, place)]
    runs_by_itself = not any(
        one.kind in RESTS or one.attached_to or (one.kind in CHOICES and len(process.outgoing[one.id]) > 1)
        for one in _moved(process, came, after)
    )
    if not resting and not runs_by_itself:
        return False
    rest = ", ".join(dict.fromkeys(element_at(process, place).label for place in resting or left))
    sentence = (
        f"Tokens multiply at {fork.label}: {way(came, after)} comes back to it before all branches have met, and each "
        f"round leaves one more at {rest}. Join the branches before the way back; for one piece of work per item "
        "draw a multi-instance activity instead of the loop."
    )
    report.way(fork, sentence, places(process, came, after), severity="error" if runs_by_itself else "warning")
    return True


def _moved(process: Process, came: Steps, after: Marking) -> Iterator[Element]:
    """The elements whose tokens went on along the way."""
    before, _ = came[after]
    while before is not None:
        yield from (element_at(process, place) for place in Counter(before) - Counter(after))
        after, before = before, came[before][0]


def _rests(process: Process, place: Place) -> bool:
    """Can the token that was left stay somewhere, or does it run to an end at once?"""
    ahead = reach([element_at(process, place).id], lambda at: successors(process, at))
    return any(process.elements[one].kind in RESTS or is_join(process, process.elements[one]) for one in ahead)
