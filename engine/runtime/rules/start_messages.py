"""A message starts one process and no more, and a process that runs hears only messages that are not its start."""

from engine.runtime.model import Element, Model
from engine.runtime.rules.graph import starts
from engine.runtime.rules.report import Report


def check(model: Model, report: Report) -> None:
    seen: dict[str, Element] = {}
    for process in model.processes.values():
        for element in starts(process, process.id):
            name = element.event.reference if element.event and element.event.kind == "message" else None
            other = seen.setdefault(name, element) if name else element
            if other is not element:
                report.error(
                    element,
                    f"The message ‘{name}’ starts {other.process} and also {process.id} at {element.label}. "
                    "Give each its own message.",
                )
