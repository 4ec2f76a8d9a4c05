"""A message, signal, error or escalation is declared, and found by its name or code, so it must have one."""

from engine.runtime.model import Element, Model
from engine.runtime.rules.report import Report


def check(model: Model, report: Report) -> None:
    for process in model.processes.values():
        for element in process.elements.values():
            event = element.event
            if event is None or event.reference:
                continue
            if event.undeclared:
                report.error(
                    element,
                    f"{element.label} names the {event.kind} ‘{event.undeclared}’, but the file declares none "
                    "with this id. Choose one that is there, or declare it.",
                )
            elif event.kind == "message":
                report.error(element, f"{element.label} has no message. Choose a message that has a name.")
            elif event.kind == "signal":
                report.error(element, f"{element.label} has no signal. Choose a signal that has a name.")
            elif event.kind in ("error", "escalation") and (element.kind != "boundaryEvent" or event.reference == ""):
                report.error(
                    element, f"{element.label} has no {event.kind} code. Choose an {event.kind} that has a code."
                )
            _check_message_key(element, report)


def _check_message_key(element: Element, report: Report) -> None:
    if element.properties.get("adds_on") == "":
        report.error(
            element, f"The property ‘adds_on’ of {element.label} is empty. Name the message that adds an item."
        )
