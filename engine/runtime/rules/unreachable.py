"""What no token can come to, or get away from, is a drawing mistake."""

from engine.runtime.model import Model, Process
from engine.runtime.rules.graph import reach, starts, successors
from engine.runtime.rules.report import Report


def check(model: Model, report: Report) -> None:
    for process in model.processes.values():
        if report.sound(process):
            for scope in process.scopes():
                _check_scope(process, scope, report)


def _check_scope(process: Process, scope: str, report: Report) -> None:
    found = reach([one.id for one in starts(process, scope)], lambda at: successors(process, at))
    for element in process.inside(scope):
        if element.id not in found:
            report.shape(
                element, process, f"No token can come to {element.label}. Connect it from the start, or remove it."
            )
