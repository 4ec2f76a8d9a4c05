"""What runs at once after a user task, in the same step: there ‘submission’ is what it was given."""

from collections.abc import Iterator, Mapping
from typing import Any

from engine.feel import surely_holds
from engine.runtime.model import GATEWAYS, Element, Process
from engine.runtime.rules.graph import predecessors, reach

AT_ONCE = GATEWAYS - {"eventBasedGateway"} | {"serviceTask", "businessRuleTask", "sendTask", "intermediateThrowEvent"}


def nearest(process: Process, place: str) -> Iterator[Element | None]:
    """The user tasks after which a place can come at once; None for each other way to it."""
    seen, todo = {place}, [place]
    while todo:
        one = process.elements[todo.pop()]
        if one.kind == "userTask":
            yield one if one.loop is None else None
            continue
        before = [name for name in predecessors(process, one.id) if name in process.elements]
        if one.kind not in AT_ONCE or not before:
            yield None
            continue
        todo += [name for name in before if name not in seen]
        seen |= set(before)


def comes(process: Process, task: str, place: str, known: Mapping[str, Any]) -> bool:
    """Can a token come from a user task at once to a place, when these facts (``surely``) are given?"""

    def onward(at: str) -> Iterator[str]:
        if at == task or (at != place and process.elements[at].kind in AT_ONCE):
            yield from _open(process, process.elements[at], known)

    return place in reach([task], onward)


def _open(process: Process, element: Element, known: Mapping[str, Any]) -> Iterator[str]:
    """Where the flows lead that are not surely closed."""
    flows = [flow for flow in process.outgoing.get(element.id, ()) if flow.target in process.elements]
    holds = {flow.id: surely_holds(flow.condition, known) for flow in flows if flow.condition is not None}
    is_decided = any(holds[flow.id] for flow in flows if flow.id in holds and flow.id != element.default)
    for flow in flows:
        if flow.id == element.default:
            if not is_decided:
                yield flow.target
        elif holds.get(flow.id) is not False:
            yield flow.target
            if holds.get(flow.id) and element.kind == "exclusiveGateway":
                return  # the default cannot be taken either
