"""What a play shows in the reader's words: its steps, who did something, facts with moments in the district's time."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from flask_babel import gettext

from engine.actor import ROLES
from engine.queries.option_lists import OptionLists
from engine.rehearsal.scenario import VERBS
from engine.rehearsal.stage import Stage
from web.shared import door
from web.shared.language import language
from web.shared.vocabulary import who, word

_PERSON: Final = re.compile(r"([a-z_]+)(?:\.([^.]+)(?:\.\d+)?)?")  # engine/rehearsal/people.py names them so
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
_ASIDE: Final = ("with", "facts", "payload", "note")


def step_line(raw: Mapping[str, Any]) -> dict[str, str]:
    """A step in the play's list: its verb in words, what it names, and how."""
    verb = next(name for name in VERBS if name in raw)
    beside = {name: value for name, value in raw.items() if name not in (verb, *_ASIDE)}
    what = (
        word("citizen_act", raw[verb]) if verb == "citizen" else _span(raw[verb]) if verb == "pass" else str(raw[verb])
    )
    more = " · ".join(_beside(name, value) for name, value in beside.items())
    return {"verb": word("verb", verb), "what": what, "more": more}


def _beside(name: str, value: Any) -> str:
    if name == "kind":
        return word("kind", value)
    if name == "by":
        role, _, unit = str(value).partition(" of ")
        return f"{word('role', role)} {unit}".strip()
    return str(value)


def _span(text: str) -> str:
    first, _, rest = text.partition(" ")
    if first == "until":
        return gettext("until %(moment)s", moment=rest)
    return f"{first} {word('span', rest)}"


def who_in(stage: Stage) -> Callable[[str | None], str]:
    """Who did something in a play: people of it have a role and a unit, and no other name."""
    called = {one["value"]: one for one in stage.ask(OptionLists(("units",)))["units"]}

    def named(name: str | None) -> str:
        found = _PERSON.fullmatch(name or "")
        if found is None or found[1] not in ROLES:
            return who(name)
        unit = called.get(found[2] or "")
        of = (unit.get("label_en") if language() == "en" else None) or unit["label"] if unit else ""
        return f"{word('role', found[1])} {of}".strip()

    return named


def in_local_time(value: Any) -> Any:
    """A fact as it is shown: a moment, stored in UTC, as the district's clock has it."""
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        return f"{datetime.fromisoformat(value).astimezone(door.zone()):%Y-%m-%d %H:%M}"
    if isinstance(value, Mapping):
        return {name: in_local_time(one) for name, one in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [in_local_time(one) for one in value]
    return value
