"""A property nobody reads is mostly a misspelt one."""

from difflib import get_close_matches

from engine.runtime.model import Model
from engine.runtime.rules.report import Report

KNOWN = frozenset(
    {
        *("form", "role", "unit", "assignee", "not_by", "due", "deadline", "facts", "shows", "name_en"),
        *("result", "correlation", "payload", "to", "adds_on", "adds_key"),
    }
)


def check(model: Model, report: Report) -> None:
    for process in model.processes.values():
        for element in process.elements.values():
            for name in sorted(element.properties.keys() - KNOWN):
                near = get_close_matches(name, KNOWN, n=1)
                hint = f"Did you mean {near[0]}?" if near else f"Those known are: {', '.join(sorted(KNOWN))}."
                report.warning(element, f"Nobody reads the property ‘{name}’ of {element.label}. {hint}")
