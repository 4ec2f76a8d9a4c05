"""Events are of the kinds the runtime runs, each in the places where it means something."""

from engine.runtime.model import Element, Model
from engine.runtime.rules.report import Report

CATCH = ("timer", "message", "signal")
THROW = ("none", "message", "signal", "escalation")
END = ("none", "message", "error", "escalation", "terminate")
INSTEAD = {
    "compensate": "draw the steps that undo it after an error boundary event",
    "cancel": "transactions are not run; end with an error and catch it on the subprocess",
    "conditional": "wait for a message, or ask the condition at an exclusive gateway",
    "link": "connect the two places by a sequence flow",
    "multiple": "draw one event for each; behind an event gateway they wait side by side",
    "error": "an error is thrown by an end event",
    "signal": "throw the signal with an intermediate event, then draw a plain end event",
    "none": "give it a timer, a message or a signal to wait for",
    "terminate": "only an end event terminates",
    "escalation": "an escalation is caught by a boundary event",
    "timer": "a timer is waited for, not thrown",
}


def check(model: Model, report: Report) -> None:
    for process in model.processes.values():
        for element in process.elements.values():
            allowed = _allowed(element)
            kind = element.event.kind if element.event else "none"
            if allowed and kind not in allowed:
                what = (
                    "signal end event" if (element.kind, kind) == ("endEvent", "signal") else f"{kind} {element.kind}"
                )
                instead = INSTEAD.get(kind, "use a timer, message, signal, error or escalation")
                report.shape(element, process, f"{element.label} is a {what}, which is not run: {instead}.")


def _allowed(element: Element) -> tuple[str, ...] | None:
    by_kind = {"intermediateCatchEvent": CATCH, "intermediateThrowEvent": THROW, "endEvent": END}
    return by_kind.get(element.kind)
