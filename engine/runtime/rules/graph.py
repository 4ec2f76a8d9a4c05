"""Walks over the flow of a process, as several rules need them."""

from collections.abc import Callable, Iterable

from engine.runtime.model import SCOPES, Element, Model, Process


def successors(process: Process, element_id: str) -> list[str]:
    """Where a token can go from an element: along its flows, and out of the events attached to it."""
    return [flow.target for flow in process.outgoing.get(element_id, ())] + [
        one.id for one in process.boundaries.get(element_id, ())
    ]


def predecessors(process: Process, element_id: str) -> list[str]:
    found = [flow.source for flow in process.incoming.get(element_id, ())]
    host = process.elements[element_id].attached_to
    return [*found, host] if host else found


def reach(start: Iterable[str], step: Callable[[str], Iterable[str]], without: str | None = None) -> set[str]:
    """Everything that can be reached, the beginnings included; ``without`` is never entered."""
    found: set[str] = set()
    stack = [one for one in start if one != without]
    while stack:
        at = stack.pop()
        if at not in found:
            found.add(at)
            stack += [one for one in step(at) if one != without and one not in found]
    return found


def starts(process: Process, scope: str) -> list[Element]:
    return [one for one in process.inside(scope) if one.kind == "startEvent"]


def is_join(process: Process, element: Element) -> bool:
    """Does it wait for more than one token?"""
    return element.kind in ("parallelGateway", "inclusiveGateway") and len(process.incoming.get(element.id, ())) > 1


def is_fork(process: Process, element: Element) -> bool:
    """Can it send more than one token?"""
    return element.kind in ("parallelGateway", "inclusiveGateway") and len(process.outgoing.get(element.id, ())) > 1


def families(model: Model) -> list[list[Process]]:
    """Processes that call one another run in one instance and share its facts."""
    families: list[set[str]] = []
    for name in model.processes:
        one = set(model.called_by(name))
        for other in [family for family in families if family & one]:
            one |= other
            families.remove(other)
        families.append(one)
    return [[process for name, process in model.processes.items() if name in family] for family in families]


class Inside:
    """Elements of one sort by what holds them: a subprocess, or a call of the process they are in."""

    def __init__(self, model: Model, is_one: Callable[[Element], bool]) -> None:
        self._own = {
            name: {one.id: one for one in process.elements.values() if is_one(one)}
            for name, process in model.processes.items()
        }
        self._called = {
            name: [one for other in model.called_by(name) for one in self._own[other].values()]
            for name in model.processes
        }

    def of(self, process: Process, element: Element) -> list[Element]:
        """The element itself, if it is one, and those inside it and in what is called there."""
        own = self._own[process.id]
        found = [own[element.id]] if element.id in own else []
        if element.kind in SCOPES:
            found += [one for inner in process.inside(element.id) for one in self.of(process, inner)]
        return found + self._called.get(element.called or "", [])
