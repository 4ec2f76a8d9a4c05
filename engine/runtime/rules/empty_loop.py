"""A loop does something in each of its rounds: what only chooses would choose the same again, for ever."""

from engine.runtime.model import Model, Process
from engine.runtime.rules.graph import reach
from engine.runtime.rules.report import Report

IDLE = frozenset(["exclusiveGateway", "inclusiveGateway", "parallelGateway", "intermediateThrowEvent"])


def check(model: Model, report: Report) -> None:
    for process in model.processes.values():
        if report.sound(process):
            _look(process, report)


def _look(process: Process, report: Report) -> None:
    """Of each such loop the first element that is drawn."""
    idle = {one.id for one in process.elements.values() if one.kind in IDLE}
    onward = {one: [flow.target for flow in process.outgoing.get(one, ()) if flow.target in idle] for one in idle}
    told: set[str] = set()
    for element in process.elements.values():
        if element.id not in idle or element.id in told:
            continue
        ahead = reach(onward[element.id], onward.__getitem__)
        if element.id in ahead:
            told |= {one for one in ahead if element.id in reach(onward[one], onward.__getitem__)}
            report.error(
                element,
                f"The loop at {element.label} does nothing in its rounds, so it would never end once it is entered. "
                "Put a task or an event into it that changes what it asks for.",
            )
