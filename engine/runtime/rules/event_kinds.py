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


CALLED = {"intermediateCatchEvent": "catch event", "intermediateThrowEvent": "throw event", "endEvent": "end event"}


def check(model: Model, report: Report) -> None:
    for process in model.processes.values():
        for element in process.elements.values():
            allowed = _allowed(element)
            kind = element.event.kind if element.event else "none"
            if allowed and kind not in allowed:
                instead = INSTEAD.get(kind, "use a timer, message, signal, error or escalation")
                report.shape(
                    element, process, f"{element.label} is {_called(element, kind)}, which is not run: {instead}."
                )


def _called(element: Element, kind: str) -> str:
    """As the palette calls it, with its article."""
    if kind == "none":
        return f"a {CALLED[element.kind]} that waits for nothing"
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind} {CALLED[element.kind]}"


def _allowed(element: Element) -> tuple[str, ...] | None:
    by_kind = {"intermediateCatchEvent": CATCH, "intermediateThrowEvent": THROW, "endEvent": END}
    return by_kind.get(element.kind)
