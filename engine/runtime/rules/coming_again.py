"""An event that lets its host go on can come again while what it started still runs; its path must bear that.

Arrivals of different times would meet at a join of the path, and a message its path waits for would find two that wait.
A subprocess keeps each time for itself, and a correlation tells them apart.
"""

from collections.abc import Iterator

from engine.runtime.model import Element, Model, Process
from engine.runtime.rules.graph import Inside, is_join, reach, successors
from engine.runtime.rules.one_receiver import receives, wants
from engine.runtime.rules.report import Report


def check(model: Model, report: Report) -> None:
    inside = Inside(model, receives)
    for process in model.processes.values():
        for event in _repeating(process) if report.sound(process) else ():
            own = _path(process, event)
            for join in (one for one in own if is_join(process, one)):
                report.warning(
                    join,
                    f"{event.label} can come again while its path still runs, and then {join.label} joins branches of "
                    "different times. Put the path into a subprocess, which keeps each time for itself.",
                )
            for receiver in (one for holder in own for one in inside.of(process, holder)):
                if not receiver.properties.get("correlation"):
                    report.warning(
                        receiver,
                        f"{event.label} can come again while its path still runs, and then two wait for "
                        f"‘{wants(receiver)[0]}’ at {receiver.label} under the same key: it reaches neither. Tell them "
                        "apart by ‘correlation’; if it cannot come again meanwhile, write ‘key’ there.",
                    )


def _repeating(process: Process) -> Iterator[Element]:
    for one in process.elements.values():
        if one.attached_to and not one.interrupting and one.event is not None and not _comes_once(process, one):
            yield one


def _comes_once(process: Process, event: Element) -> bool:
    """A timer that is no cycle, on a host that no loop leads back to."""
    assert event.event is not None and event.attached_to is not None
    timer = event.event.kind == "timer" and event.event.form != "timeCycle"
    return timer and event.attached_to not in reach(
        successors(process, event.attached_to), lambda at: successors(process, at)
    )


def _path(process: Process, event: Element) -> list[Element]:
    found = reach([flow.target for flow in process.outgoing.get(event.id, ())], lambda at: successors(process, at))
    return [one for name, one in process.elements.items() if name in found]
