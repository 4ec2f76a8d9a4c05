"""A user task says by role who may do it."""

from engine.runtime.model import Model
from engine.runtime.rules.report import Report


def check(model: Model, report: Report) -> None:
    for process in model.processes.values():
        for element in process.elements.values():
            if element.kind != "userTask":
                continue
            role = element.properties.get("role")
            if not role:
                report.error(
                    element, f"The user task {element.label} has no role. Set its property ‘role’ to who does it."
                )
            elif model.roles is not None and role not in model.roles:
                known = ", ".join(sorted(model.roles))
                report.error(element, f"The role ‘{role}’ of {element.label} is unknown. Choose one of: {known}.")
