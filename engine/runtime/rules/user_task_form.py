"""A user task shows a form; without one nobody could complete it."""

from engine.runtime.model import Model
from engine.runtime.rules.report import Report


def check(model: Model, report: Report) -> None:
    for process in model.processes.values():
        for element in process.elements.values():
            if element.kind != "userTask":
                continue
            form = element.properties.get("form")
            if not form:
                report.error(
                    element, f"The user task {element.label} has no form. Set its property ‘form’ to <bundle>/<form>."
                )
            elif model.forms is not None and form not in model.forms:
                report.error(
                    element, f"The form ‘{form}’ of {element.label} is not in the bundle. Add it, or choose another."
                )
