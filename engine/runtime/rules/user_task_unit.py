"""A user task of people who work for one unit says which, or it lies on nobody's list."""

from engine.runtime.model import Model
from engine.runtime.rules.report import Report


def check(model: Model, report: Report) -> None:
    for process in model.processes.values():
        for element in process.elements.values():
            told = element.properties
            if element.kind == "userTask" and told.get("role") in model.unit_roles and not told.get("unit"):
                report.warning(
                    element,
                    f"The user task {element.label} is for the role ‘{told['role']}’, whose people see the tasks of "
                    "their own unit, but it names no unit. Set its property ‘unit’ to the fact that holds the unit.",
                )
