"""Diagrams hold FEEL and nothing that is executed: no scripts before or after tasks, no templates in texts."""

import re

from engine.runtime.model import Element, Model
from engine.runtime.rules.report import Report

SCRIPTS = ("preScript", "postScript", "unitTests")
TEMPLATE = re.compile(r"\{\{|\{%")


def check(model: Model, report: Report) -> None:
    for process in model.processes.values():
        for element in process.elements.values():
            for name in SCRIPTS:
                if element.extensions.get(name):
                    report.error(
                        element,
                        f"{element.label} has a {name}, and nothing here runs code. Put a service "
                        f"task with an "
                        "operation before or after it.",
                    )
            if _templates(element):
                report.error(
                    element,
                    f"A text of {element.label} holds a template ({{{{ … }}}}), and nothing here fills one. "
                    "Write plain words; facts are shown by the form.",
                )


def _templates(element: Element) -> bool:
    shown = [element.name, element.documentation or "", element.extensions.get("instructionsForEndUser", "")]
    return any(TEMPLATE.search(text) for text in (*shown, *element.properties.values()))
