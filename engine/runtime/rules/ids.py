"""Ids are how states, journals and migrations name elements: each once where it can meet another, none reserved."""

from engine.runtime.limits import MAX_ID
from engine.runtime.model import SCOPES, Element, Model, Process
from engine.runtime.rules.report import Report

RESERVED = ("Start", "End", "Root")


def check(model: Model, report: Report) -> None:
    for again in model.repeated_processes:
        what = f"the process id {again.id} a second time" if again.id else "a process without an id"
        report.error(
            again, f"Expected each process of the bundle to have an id of its own, found {what}. Give it another id."
        )
    for process in model.processes.values():
        for name, line in process.repeated:
            what = f"{name} a second time" if name else "an element without an id"
            report.shape(
                process, process, f"Expected each id once in {process.id}, found {what} (line {line}). Rename one."
            )
        named: list[Element | Process] = [process, *process.elements.values()]
        for one in named:
            if len(one.id) > MAX_ID:
                sentence = f"Expected an id of at most {MAX_ID} characters, found {len(one.id)}: {one.id[:40]}…"
                report.shape(one, process, f"{sentence} Shorten it.")
        for element in process.elements.values():
            if element.id in (*RESERVED, process.id) or element.id.endswith(" [child]"):
                report.shape(
                    element,
                    process,
                    f"The id {element.id} of ‘{element.name}’ is reserved. Give the element another id.",
                )
    _check_called(model, report)
    _check_scopes(model, report)


def _check_called(model: Model, report: Report) -> None:
    """An element may have the id of one in another process, but not of one that runs in an instance with it.

    Each two that do are told once, however many processes call them.
    """
    told: set[tuple[str, str, str]] = set()
    for top in model.processes:
        seen: dict[str, str] = {}
        for name in sorted(model.called_by(top), key=list(model.processes).index):
            for element in model.processes[name].elements.values():
                other = seen.setdefault(element.id, name)
                if other != name and (element.id, other, name) not in told:
                    told.add((element.id, other, name))
                    report.error(
                        element,
                        f"{element.label} of {name} has the same id as an element of {other}, and both run in one "
                        f"instance of {top}. Rename one of them.",
                    )


def _check_scopes(model: Model, report: Report) -> None:
    seen = {name: f"the process {name}" for name in model.processes}
    for process in model.processes.values():
        for element in process.elements.values():
            if element.kind not in SCOPES:
                continue
            if element.id in seen:
                report.shape(
                    element,
                    process,
                    f"The subprocess {element.label} has the same id as {seen[element.id]}. "
                    "Ids of processes and subprocesses are unique in a bundle; rename it.",
                )
            seen.setdefault(element.id, f"a subprocess of {process.id}")
