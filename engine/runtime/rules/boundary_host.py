"""A boundary event is attached to an activity of its own level, waits for something, and leads somewhere."""

from engine.runtime.model import ACTIVITIES, Element, Model, Process
from engine.runtime.rules.report import Report

KINDS = ("timer", "message", "signal", "error", "escalation")


def check(model: Model, report: Report) -> None:
    for process in model.processes.values():
        for element in process.elements.values():
            if element.kind == "boundaryEvent":
                sentence = _wrong(process, element)
                if sentence:
                    report.shape(element, process, sentence)


def _wrong(process: Process, element: Element) -> str | None:
    host = process.elements.get(element.attached_to or "")
    if host is None or host.kind not in ACTIVITIES or host.scope != element.scope:
        return (
            f"{element.label} is attached to ‘{element.attached_to}’, which is no activity beside it. Attach it to a "
            f"task or subprocess."
        )
    kind = element.event.kind if element.event else "none"
    if kind not in KINDS:
        return (
            f"{element.label} waits for {kind}, which is not run on a boundary. "
            "Use a timer, message, signal, error or escalation."
        )
    if kind == "error" and not element.interrupting:
        return (
            f"{element.label} catches an error without interrupting; an error always interrupts. "
            "Make it interrupting, or use an escalation."
        )
    if (
        kind in ("timer", "message")
        and host.kind in ("serviceTask", "businessRuleTask", "sendTask")
        and host.loop is None
    ):
        return (
            f"{element.label} waits while {host.label} runs, but that runs at once and never waits. "
            "Attach it to a waiting activity."
        )
    return None
