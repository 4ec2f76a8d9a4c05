"""Signals, errors and escalations stay inside their instance: what nothing throws there never comes, and an error that
nothing catches stops the case.
"""

from engine.runtime.model import Element, Model, Process
from engine.runtime.rules.graph import Inside, families
from engine.runtime.rules.report import Report

THROWING = ("intermediateThrowEvent", "endEvent")
Callers = dict[str, list[tuple[Process, Element]]]  # by the process that is called


def check(model: Model, report: Report) -> None:
    inside = Inside(model, lambda one: one.call is not None or (one.kind in THROWING and one.event is not None))
    callers: Callers = {}
    for process in model.processes.values():
        for element in process.elements.values():
            if element.called is not None:
                callers.setdefault(element.called, []).append((process, element))
    for group in families(model):
        if all(report.sound(process) for process in group):
            elements = [one for process in group for one in process.elements.values()]
            _match_signals(elements, report)
            for process in group:
                for element in process.elements.values():
                    _look_inside(inside, process, element, report)
                    _look_around(callers, process, element, report)


def _match_signals(elements: list[Element], report: Report) -> None:
    signals = [(one, one.event.reference, one.kind in THROWING) for one in elements if one.event and _is(one, "signal")]
    thrown, caught = ({name for _, name, throws in signals if throws is wanted} for wanted in (True, False))
    for one, name, throws in signals:
        if throws and name not in caught:
            report.warning(
                one,
                f"Nothing waits for the signal ‘{name}’ that {one.label} throws; signals are heard inside their "
                "instance only. Wait for it there, or send a message.",
            )
        elif not throws and name not in thrown:
            report.warning(
                one,
                f"Nothing throws the signal ‘{name}’ for which {one.label} waits; signals are heard inside their "
                "instance only. Throw it there, or wait for a message.",
            )


def _look_inside(inside: Inside, process: Process, element: Element, report: Report) -> None:
    """What an event on a host waits for must be able to come out of the host; operations may give any error."""
    host, event = process.elements.get(element.attached_to or ""), element.event
    if host is None or event is None or event.kind not in ("error", "escalation"):
        return
    held = inside.of(process, host)
    may_come = event.kind == "error" and any(one.call is not None for one in held)
    for one in held:
        if one.event is not None and one.event.kind == event.kind:
            may_come |= event.reference in (None, one.event.reference)
    if not may_come:
        report.warning(
            element,
            f"Nothing inside {host.label} throws ‘{event.reference or event.kind}’, for which {element.label} waits, "
            "so it never comes. Throw it there, or remove the event.",
        )


def _look_around(callers: Callers, process: Process, element: Element, report: Report) -> None:
    if element.kind in THROWING and _is(element, "error") and not _is_caught(callers, process, element, element, set()):
        assert element.event is not None
        report.warning(
            element,
            f"Nothing catches the error ‘{element.event.reference}’ of {element.label}, so the case stops there. "
            "Attach an error boundary event to the subprocess or call around it, or end there plainly.",
        )


def _is_caught(callers: Callers, process: Process, at: Element, thrown: Element, seen: set[str]) -> bool:
    """By an event attached to what is around it, in its own process or where that is called. ``seen``: calls."""
    assert thrown.event is not None
    step: Element | None = at
    while step is not None:
        for one in process.boundaries.get(step.id, ()):
            if one.event is not None and _is(one, "error") and one.event.reference in (None, thrown.event.reference):
                return True
        step = process.elements.get(step.scope)
    around = [(other, call) for other, call in callers.get(process.id, ()) if call.id not in seen]
    seen |= {call.id for _, call in around}
    return any(_is_caught(callers, other, call, thrown, seen) for other, call in around)


def _is(element: Element, kind: str) -> bool:
    return element.event is not None and element.event.kind == kind
