"""Only elements the runtime runs as BPMN means them; every other is refused with what to draw instead."""

from engine.runtime.model import Model
from engine.runtime.rules.report import Report

INSTEAD = {
    "task": "an untyped task does nothing; make it a user task, a service task or a business rule task",
    "manualTask": "nobody could confirm it; make it a user task with a form",
    "scriptTask": "diagrams hold no code; make it a service task that names an operation",
    "transaction": "transactions are not run; make it a subprocess with error boundary events",
    "adHocSubProcess": "ad-hoc subprocesses are not run; draw the order, or a parallel multi-instance subprocess",
    "complexGateway": "complex gateways are not run; use an inclusive or parallel gateway",
}


def check(model: Model, report: Report) -> None:
    for process in model.processes.values():
        for element in process.elements.values():
            if element.kind in INSTEAD:
                report.shape(element, process, f"{element.label} is a {element.kind}: {INSTEAD[element.kind]}.")
            elif element.triggered_by_event:
                report.shape(
                    element,
                    process,
                    f"{element.label} is an event subprocess, which is not run. Put the steps into a "
                    f"subprocess and attach "
                    "a boundary event to it.",
                )
