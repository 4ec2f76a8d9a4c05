"""A task or timer follows a deadline that an operation begins: any other stands still when the case is suspended or
extended, and the unit is reminded, and counted late, for a time that rests.
"""

from difflib import get_close_matches

from engine.runtime.begun_deadlines import begun_deadlines
from engine.runtime.model import Element, Model
from engine.runtime.rules.graph import families
from engine.runtime.rules.report import Report


def check(model: Model, report: Report) -> None:
    drawn = (one for process in model.processes.values() for one in process.elements.values())
    if not any(one.properties.get("deadline", "").strip() for one in drawn):
        return  # a file that follows none needs no operations loaded
    operations = model.operations or {}
    if not any(one.begins for one in operations.values()):
        return  # where no operation there is begins deadlines, they are begun beside the diagrams
    anywhere = begun_deadlines(model.processes.values(), model, operations)
    for group in families(model):
        here = begun_deadlines(group, model, operations)
        for element in (one for process in group for one in process.elements.values()):
            name = element.properties.get("deadline", "").strip()
            if not name or name in here.names or not here.is_whole:
                continue
            if name in anywhere.names:
                _warn(element, name, here.names, report)
            elif anywhere.is_whole:
                _refuse(element, name, anywhere.names, report)


def _warn(element: Element, name: str, known: set[str], report: Report) -> None:
    report.warning(
        element,
        f"In the property ‘deadline’, {element.label} follows ‘{name}’, which only another process begins; it moves "
        f"only where both run for the same case. Those begun here: {', '.join(sorted(known)) or 'none'}.",
    )


def _refuse(element: Element, name: str, known: set[str], report: Report) -> None:
    near = get_close_matches(name, known, n=1)
    hint = f"Did you mean ‘{near[0]}’?" if near else "Choose one that is begun, begin it before, or leave it empty."
    report.error(
        element,
        f"In the property ‘deadline’, {element.label} follows ‘{name}’, which no operation begins: its time would "
        f"stand still. Those begun: {', '.join(sorted(known)) or 'none'}. {hint}",
    )
