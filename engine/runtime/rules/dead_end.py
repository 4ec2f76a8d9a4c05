"""A path ends at an end event and nowhere else, and every way leads to one."""

from engine.runtime.model import Model, Process
from engine.runtime.rules.graph import predecessors, reach, starts, successors
from engine.runtime.rules.report import Report


def check(model: Model, report: Report) -> None:
    for process in model.processes.values():
        if not report.sound(process):
            continue
        for element in process.elements.values():
            if element.kind != "endEvent" and not process.outgoing.get(element.id):
                report.shape(
                    element, process, f"The path ends at {element.label} without an end event. Draw one after it."
                )
        if report.sound(process):
            for scope in process.scopes():
                _look_for_ways_out(process, scope, report)


def _look_for_ways_out(process: Process, scope: str, report: Report) -> None:
    """The nearest element of those that lead to no end; a loop may turn until its subprocess is interrupted."""
    if any(one.interrupting for one in process.boundaries.get(scope, ())):
        return
    ends = [one.id for one in process.inside(scope) if one.kind == "endEvent"]
    leads_out = reach(ends, lambda at: predecessors(process, at))
    begins = [one.id for one in starts(process, scope)]
    for name in reach(begins, lambda at: successors(process, at)) - leads_out:
        element = process.elements[name]
        if any(one in leads_out for one in predecessors(process, name)) or name in begins:
            report.error(
                element,
                f"From {element.label} no end can be reached: what comes to it goes round for ever. Draw a way out of "
                "the loop.",
            )
