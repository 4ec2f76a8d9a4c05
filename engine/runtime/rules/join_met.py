"""A parallel join waits for every flow into it: each must be able to bring a token while the others wait."""

from engine.runtime.model import Element, Model, Process
from engine.runtime.rules.graph import is_join, predecessors, reach, starts, successors
from engine.runtime.rules.report import Report


def check(model: Model, report: Report) -> None:
    for process in model.processes.values():
        if not report.sound(process):
            continue
        for element in process.elements.values():
            if element.kind == "parallelGateway" and is_join(process, element):
                sentence = _loop(process, element) or _choice(process, element)
                if sentence:
                    report.error(element, sentence)


def _loop(process: Process, join: Element) -> str | None:
    """A flow that can only come from behind the join itself."""
    begins = [one.id for one in starts(process, join.scope)]
    before = reach(begins, lambda at: successors(process, at), without=join.id)
    late = [flow for flow in process.incoming[join.id] if flow.source not in before]
    if not late:
        return None
    name = process.elements[late[0].source].label
    return (
        f"The flow from {name} leads back into {join.label}, which waits for it before anything behind it can run. "
        "Put an exclusive gateway before it, where the loop comes back."
    )


def _choice(process: Process, join: Element) -> str | None:
    """Two ways in that no fork ever serves both: a choice, or nothing, lies before them."""
    ways = [
        reach([flow.source], lambda at: predecessors(process, at), without=join.id)
        for flow in process.incoming[join.id]
    ]
    for number, one in enumerate(ways):
        for other in ways[number + 1 :]:
            if not any(_splits(process, process.elements[at]) for at in one & other):
                return (
                    f"{join.label} waits for all {len(ways)} flows into it, but before it a token takes "
                    f"only one of them. "
                    "Make it an exclusive gateway, or fork before it with a parallel one."
                )
    return None


def _splits(process: Process, element: Element) -> bool:
    if element.kind in ("parallelGateway", "inclusiveGateway"):
        return len(process.outgoing.get(element.id, ())) > 1
    return any(not one.interrupting for one in process.boundaries.get(element.id, ()))
