"""Only elements the runtime runs as BPMN means them; every other is refused with what to draw instead."""

from engine.runtime.model import Model
from engine.runtime.rules.report import Report

SENTENCES = {
    "task": "{} is an untyped task, which does nothing. Make it a user task, a service task or a business rule task.",
    "manualTask": "{} is a manual task, which nobody could confirm. Make it a user task with a form.",
    "scriptTask": "{} is a script task, but diagrams hold no code. Make it a service task with an operation.",
    "transaction": "{} is a transaction, which is not run. Make it a subprocess with error boundary events.",
    "adHocSubProcess": "{} is an ad-hoc subprocess, which is not run. Draw the order, or parallel multi-instance.",
    "complexGateway": "{} is a complex gateway, which is not run. Use an inclusive or a parallel gateway.",
}


def check(model: Model, report: Report) -> None:
    for process in model.processes.values():
        for element in process.elements.values():
            if element.kind in SENTENCES:
                report.shape(element, process, SENTENCES[element.kind].format(element.label))
            elif element.triggered_by_event:
                report.shape(
                    element,
                    process,
                    f"{element.label} is an event subprocess, which is not run. Put the steps into a subprocess and "
                    "attach a boundary event to it.",
                )
