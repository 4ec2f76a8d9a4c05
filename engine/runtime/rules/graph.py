"""Walks over the flow of a process, as several rules need them."""

from collections.abc import Callable, Iterable

from engine.runtime.model import Element, Process


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
