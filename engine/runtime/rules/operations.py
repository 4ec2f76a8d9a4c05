"""A service task names a registered operation and gives it the parameters it asks for."""

from difflib import get_close_matches

from engine.runtime.model import Element, Model
from engine.runtime.rules.report import Report


def check(model: Model, report: Report) -> None:
    for process in model.processes.values():
        for element in process.elements.values():
            if element.kind == "serviceTask":
                _check(element, model, report)


def _check(element: Element, model: Model, report: Report) -> None:
    call = element.call
    if call is None or not call.operation:
        report.error(element, f"The service task {element.label} names no operation. Choose one in its properties.")
        return
    operation = model.operations.get(call.operation)
    if operation is None:
        near = get_close_matches(call.operation, list(model.operations), n=3)
        hint = f"Did you mean {' or '.join(near)}?" if near else "Choose a registered one."
        report.error(element, f"The operation ‘{call.operation}’ of {element.label} is not registered. {hint}")
        return
    wanted = operation.parameters
    for name in sorted(call.parameters.keys() - wanted.keys()):
        listed = ", ".join(wanted) or "none"
        report.error(
            element, f"The operation {call.operation} has no parameter ‘{name}’ ({element.label}). It has: {listed}."
        )
    for name, parameter in wanted.items():
        given = call.parameters.get(name)
        if given is None and parameter.required:
            report.error(
                element,
                f"The operation {call.operation} needs the parameter ‘{name}’ ({parameter.type}) at {element.label}.",
            )
        elif given is not None and "any" not in (given[0], parameter.type) and given[0] != parameter.type:
            report.error(
                element,
                f"The parameter ‘{name}’ of {element.label} is declared {given[0]}, but "
                f"{call.operation} takes a "
                f"{parameter.type}. Change its type.",
            )
