"""A diagram nobody could read, and no step could finish, is refused by size."""

from engine.runtime.limits import MAX_ELEMENTS, MAX_FLOWS, MAX_PROCESSES, MAX_SCOPE_DEPTH, MAX_TEXT
from engine.runtime.model import Model, Process
from engine.runtime.rules.expressions import texts
from engine.runtime.rules.report import Report


def check(model: Model, report: Report) -> None:
    if len(model.processes) > MAX_PROCESSES:
        last = list(model.processes.values())[MAX_PROCESSES]
        report.error(
            last, f"Expected at most {MAX_PROCESSES} processes in a bundle, found {len(model.processes)}. Split it."
        )
        return
    for process in model.processes.values():
        for count, most, what in (
            (len(process.elements), MAX_ELEMENTS, "elements"),
            (len(process.flows), MAX_FLOWS, "sequence flows"),
            (_depth(process), MAX_SCOPE_DEPTH, "subprocesses inside each other"),
        ):
            if count > most:
                report.shape(
                    process,
                    process,
                    f"Expected at most {most} {what} in {process.id}, found {count}. "
                    "Move a part into a process of its own and call it.",
                )
        for text in texts(process):
            if len(text.text) > MAX_TEXT:
                report.shape(
                    text.at, process, f"Expected at most {MAX_TEXT} characters in {text.what}, found {len(text.text)}."
                )


def _depth(process: Process) -> int:
    deepest = 0
    for element in process.elements.values():
        depth, scope = 0, element.scope
        while scope != process.id and scope in process.elements and depth <= MAX_SCOPE_DEPTH:
            depth, scope = depth + 1, process.elements[scope].scope
        deepest = max(deepest, depth)
    return deepest
