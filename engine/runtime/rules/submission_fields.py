"""‘submission’ is what the user task just completed was given: a key none of its forms has gives null.

Told where every way back leads to a user task whose form is known: over another wait, an event or the start of a
process nothing can be said of it.
"""

import re

from engine.runtime.model import Element, Flow, Model, Process
from engine.runtime.rules.at_once import AT_ONCE, nearest
from engine.runtime.rules.expressions import Text, texts
from engine.runtime.rules.report import Report

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_KEY = re.compile(r"(?<![\w.])submission\.([A-Za-z_]\w*)")


def check(model: Model, report: Report) -> None:
    for process in model.processes.values():
        known: dict[str, frozenset[str] | None] = {}
        for text in texts(process):
            keys = dict.fromkeys(_KEY.findall(_STRING.sub('""', text.text)))
            place = _read_after(process, text)
            if not keys or place is None:
                continue
            if place not in known:
                known[place] = _given(process, place, model)
            given = known[place]
            for key in keys:
                if given is not None and key not in given:
                    report.warning(
                        text.at,
                        f"No form before {text.at.id} has the field ‘{key}’, which it reads as submission.{key}: it "
                        "would be null. Name a field of the form, or give the form that field.",
                    )


def _read_after(process: Process, text: Text) -> str | None:
    """The element after which the text is read: the source of a flow, or None for what is read elsewhere."""
    at: Element | Flow = text.at
    if isinstance(at, Flow):
        return at.source if at.source in process.elements else None
    return at.id if at.kind in AT_ONCE and at.loop is None else None


def _given(process: Process, place: str, model: Model) -> frozenset[str] | None:
    """The fields of the forms of the user tasks nearest before; None where something else may come before."""
    found: set[str] = set()
    for one in nearest(process, place):
        fields = None if one is None else (model.fields or {}).get(one.properties.get("form", ""))
        if not fields:
            return None
        found.update(fields)
    return frozenset(found)
