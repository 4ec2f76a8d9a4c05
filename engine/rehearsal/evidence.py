"""Files that people of a rehearsal add where a form asks for evidence: what only a file shows needs one."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from engine.actor import Actor
from engine.application import Application
from engine.commands.attach_file import AttachFile
from engine.errors import Refusal
from forms import Component

PAGE = b"%PDF-1.4\n%%EOF\n"


def add_evidence(application: Application, fields: Iterable[Component], key: str, by: Actor) -> None:
    """One file more under this key where a field takes files; none when that is refused, as when there are enough."""
    if any(one.kind == "filepicker" for one in fields):
        with suppress(Refusal):
            application.execute(AttachFile(key, None, "evidence.pdf", PAGE), by)


def sent(
    application: Application, fields: Iterable[Component], given: Mapping[str, Any], key: str, by: Actor
) -> dict[str, Any]:
    """What is given for a form, where it takes files with one page added under each name, by its id.

    Raises:
        Refusal: a file is not taken.
    """
    data = dict(given)
    for name in {str(one.key) for one in fields if one.kind == "filepicker"} & data.keys():
        files = [application.execute(AttachFile(key, None, str(file), PAGE), by) for file in data[name]]
        data[name] = [file["id"] for file in files]
    return data
