"""Every process and subprocess has a beginning and an end."""

from engine.runtime.model import Model, Process
from engine.runtime.rules.graph import starts
from engine.runtime.rules.report import Report


def check(model: Model, report: Report) -> None:
    for process in model.processes.values():
        for scope in process.scopes():
            one = process.elements.get(scope)
            if one is not None and one.triggered_by_event:
                continue  # told by supported
            if process.inside(scope) or scope != process.id:
                _check_scope(process, scope, report)


def _check_scope(process: Process, scope: str, report: Report) -> None:
    at = process.elements.get(scope, process)
    name = process.elements[scope].label if scope in process.elements else process.id
    begins = starts(process, scope)
    if not begins:
        report.shape(at, process, f"Expected a start event in {name}, found none. Draw one and connect it.")
    if not any(one.kind == "endEvent" for one in process.inside(scope)):
        report.shape(at, process, f"Expected an end event in {name}, found none. Draw one where its path ends.")
    kinds = [one.event.kind if one.event else "none" for one in begins]
    kinds_told = ", ".join(kinds).replace("none", "plain")
    if scope != process.id and (len(begins) > 1 or (begins and kinds != ["none"])):
        report.shape(
            at,
            process,
            f"Expected one plain start event in the subprocess {name}, found {len(begins)}: {kinds_told}. "
            "Keep one that waits for nothing.",
        )
    silent = kinds.count("none") + kinds.count("timer")
    if scope == process.id and silent > 1:
        report.shape(at, process, f"Expected one start event without a message in {name}, found {silent}. Keep one.")
    for one in begins:
        if one.event is not None and one.event.kind not in ("none", "message", "timer"):
            report.shape(
                one, process, f"{one.label} starts by {one.event.kind}, which is not run. Start it by a message."
            )
