"""A diagram as text: its processes, their steps in the order the work takes them, and where each leads."""

from collections.abc import Iterator
from typing import Any

from engine.runtime.model import SCOPES, Element, Flow, Process


def told(process: Process) -> dict[str, Any]:
    """``{id, name, name_en, steps}``; a step is ``{element, leads, boundaries, inside}``.

    ``element``: the Element; ``leads``: [{flow, to}] with the Flow and the Element it reaches; ``boundaries``: steps of
    the events on its edge; ``inside``: the steps of a subprocess.
    """
    return {
        "id": process.id,
        "name": process.name,
        "name_en": process.name_en,
        "steps": list(_steps(process, process.id)),
    }


def _steps(process: Process, scope: str) -> Iterator[dict[str, Any]]:
    for element in _ordered(process, scope):
        if element.attached_to not in process.elements:
            yield _step(process, element)


def _step(process: Process, element: Element) -> dict[str, Any]:
    inside = list(_steps(process, element.id)) if element.kind in SCOPES else []
    boundaries = [_step(process, one) for one in process.boundaries.get(element.id, ())]
    leads = [{"flow": flow, "to": process.elements.get(flow.target)} for flow in process.outgoing.get(element.id, ())]
    return {"element": element, "leads": leads, "boundaries": boundaries, "inside": inside}


def _ordered(process: Process, scope: str) -> list[Element]:
    """What stands in a scope, from its starts along the flows, the way on before the ways aside."""
    inside = {element.id: element for element in process.inside(scope)}
    starts = [one for one in inside.values() if not process.incoming.get(one.id) and not one.attached_to]
    finished: list[str] = []
    seen: set[str] = set()
    for start in [*starts, *inside.values()]:
        _visit(process, start.id, inside, seen, finished)
    return [inside[one] for one in reversed(finished)]


def _visit(process: Process, begin: str, inside: dict[str, Element], seen: set[str], finished: list[str]) -> None:
    """Depth first without recursion; an element is finished after everything it leads to."""
    todo = [(begin, False)]
    while todo:
        one, left = todo.pop()
        if left:
            finished.append(one)
        elif one in inside and one not in seen:
            seen.add(one)
            todo.append((one, True))
            beside = [flow for event in process.boundaries.get(one, ()) for flow in _from(process, event)]
            todo += [(flow.target, False) for flow in _from(process, inside[one])]
            todo += [(event.id, False) for event in process.boundaries.get(one, ())]
            todo += [(flow.target, False) for flow in beside]


def _from(process: Process, element: Element) -> list[Flow]:
    return process.outgoing.get(element.id, [])
