"""A diagram nobody could read, no step could finish, or no row could hold, is refused by size."""

from collections.abc import Iterator

from engine.runtime.limits import (
    MAX_DEADLINE,
    MAX_ELEMENTS,
    MAX_FLOW_ELEMENTS,
    MAX_FLOWS,
    MAX_LABEL,
    MAX_NAME,
    MAX_PROCESSES,
    MAX_SCOPE_DEPTH,
    MAX_TEXT,
    MAX_XML_DEPTH,
)
from engine.runtime.model import Element, Flow, Model, Process
from engine.runtime.rules.expressions import texts
from engine.runtime.rules.report import Report

Long = tuple[Element | Flow | Process, str, int, int]  # where, what, its length, the most it may have


def check(model: Model, report: Report) -> None:
    if _check_bundle(model, report):
        return
    for process in model.processes.values():
        for count, most, what in (
            (len(process.elements), MAX_ELEMENTS, "elements"),
            (len(process.flows), MAX_FLOWS, "sequence flows"),
            (_depth(process), MAX_SCOPE_DEPTH, "subprocesses inside each other"),
        ):
            if count > most:
                report.shape(
                    process,
                    process,
                    f"Expected at most {most} {what} in {process.id}, found {count}. "
                    "Move a part into a process of its own and call it.",
                )
        for at, what, length, most in _lengths(process):
            if length > most:
                report.shape(at, process, f"Expected at most {most} characters in {what}, found {length}. Shorten it.")


def _check_bundle(model: Model, report: Report) -> bool:
    """Is it too large as a whole?"""
    total = sum(len(process.elements) for process in model.processes.values())
    for count, most, what in (
        (len(model.processes), MAX_PROCESSES, "processes"),
        (total, MAX_FLOW_ELEMENTS, "elements"),
    ):
        if count > most:
            last = list(model.processes.values())[-1]
            report.error(last, f"Expected at most {most} {what} in a bundle, found {count}. Split it.")
            return True
    return False


def _lengths(process: Process) -> Iterator[Long]:
    yield process, f"the label of {process.id}", len(process.name), MAX_LABEL
    for flow in process.flows.values():
        yield flow, f"the label of {flow.id}", len(flow.name), MAX_LABEL
    for element in process.elements.values():
        yield from _of(element)
    for text in texts(process):
        yield text.at, text.what, len(text.text), MAX_TEXT


def _of(element: Element) -> Iterator[Long]:
    yield element, f"the label of {element.id}", len(element.name), MAX_LABEL
    yield element, f"the documentation of {element.id}", len(element.documentation or ""), MAX_TEXT
    for name, value in element.properties.items():
        most = MAX_DEADLINE if name == "deadline" else MAX_NAME if name in ("form", "adds_on") else MAX_TEXT
        yield element, f"the property ‘{name[:40]}’ of {element.id}", len(value), most
    if element.event is not None:
        yield element, f"the name or code {element.id} goes by", len(element.event.reference or ""), MAX_NAME


def _depth(process: Process) -> int:
    deepest = 0
    for element in process.elements.values():
        depth, scope = 0, element.scope
        while scope != process.id and scope in process.elements and depth <= MAX_XML_DEPTH:
            depth, scope = depth + 1, process.elements[scope].scope
        deepest = max(deepest, depth)
    return deepest
