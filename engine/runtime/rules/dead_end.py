"""A path ends at an end event and nowhere else."""

from engine.runtime.model import Model
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
