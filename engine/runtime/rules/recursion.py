"""A process that calls itself, directly or through others, would never end."""

from engine.runtime.model import Model
from engine.runtime.rules.report import Report


def check(model: Model, report: Report) -> None:
    inside = {name: frozenset(model.called_by(name)) for name in model.processes}
    for process in model.processes.values():
        for element in process.elements.values():
            if process.id in inside.get(element.called or "", ()):
                report.error(
                    element,
                    f"{element.label} calls {element.called}, which in the end calls {process.id} again. "
                    "Draw the repetition as a loop, or start a new instance by a message.",
                )
