"""A business rule task asks a decision that is in the bundle."""

from engine.runtime.model import Model
from engine.runtime.rules.report import Report


def check(model: Model, report: Report) -> None:
    for process in model.processes.values():
        for element in process.elements.values():
            if element.kind != "businessRuleTask":
                continue
            if not element.decision:
                report.error(
                    element, f"The business rule task {element.label} names no decision. Choose one of the bundle."
                )
            elif element.decision not in model.decisions:
                known = ", ".join(sorted(model.decisions)) or "none"
                report.error(
                    element,
                    f"The decision ‘{element.decision}’ of {element.label} is not in the bundle. It has: {known}.",
                )
