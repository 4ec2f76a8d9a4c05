"""A walk as it is written: a YAML file of steps in labels and roles. Read strictly: a typing error proves nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any, Final

import yaml

from engine.errors import Unusable

START: Final = "2026-03-02 09:00"
VERBS: Final = ("citizen", "complete", "claim", "release", "pass", "act", "send", "start", "expect")
CITIZEN_ACTS: Final = ("submits", "supplements", "withdraws", "rates", "urges")
_WHERE: Final = frozenset({"case", "key", "process", "unit"})
_ALLOWED: Final[dict[str, frozenset[str]]] = {
    "citizen": frozenset({"as", "kind", "with", "case", "refused"}),
    "complete": _WHERE | {"by", "person", "with", "refused"},
    "claim": _WHERE | {"by", "person", "refused"},
    "release": _WHERE | {"by", "person", "refused"},
    "pass": frozenset({"case", "key"}),
    "act": frozenset({"by", "person", "with", "as", "case", "refused"}),
    "send": frozenset({"to", "payload"}),
    "start": frozenset({"key", "as", "facts", "by"}),
    "expect": frozenset(),
}
EXPECTED: Final = frozenset(
    {
        "case",
        "key",
        "state",
        "closed",
        "outcome",
        "owner",
        "waiting",
        "waiting_anywhere",
        "deadlines",
        "due",
        "notices",
        "all_notices",
        "facts",
        "status",
        "incidents",
    }
)


@dataclass(frozen=True)
class WalkStep:
    """One step: what is done (``verb`` and its ``what``), and how (``terms``)."""

    number: int
    verb: str
    what: Any
    terms: Mapping[str, Any] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """The step as the report prints it."""
        note = f" ({self.terms['note']})" if "note" in self.terms else ""
        return (
            f"{self.number}. {self.verb}{note}"
            if self.verb == "expect"
            else f"{self.number}. {self.verb} {self.what}{note}"
        )


@dataclass(frozen=True)
class Scenario:
    """A walk: its title, when it begins (aware), and its steps."""

    file: str
    title: str
    starts: datetime
    steps: tuple[WalkStep, ...]
    about: str = ""


def read_scenario(file: str, content: bytes, zone: tzinfo) -> Scenario:
    """The walk in a YAML file.

    Args:
        file: its name, for sentences.
        content: the text.
        zone: the district's; times without an offset are in it.

    Raises:
        Unusable: with the file, the step and what is wrong with it.
    """
    try:
        raw = plain_yaml(content)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise Unusable(f"Expected YAML in {file}, but found: {error}.") from error
    if not isinstance(raw, dict) or not isinstance(raw.get("walk"), str) or not isinstance(raw.get("steps"), list):
        raise Unusable(f"Expected “walk: title” and “steps:” in {file}, but found something else.")
    unknown = sorted(map(str, raw.keys() - {"walk", "about", "starts", "steps"}))
    if unknown:
        raise Unusable(f"Expected walk, about, starts and steps in {file}, but found {unknown[0]!r}.")
    starts = moment_in(zone, raw.get("starts") or START, f"{file} › starts")
    steps = tuple(read_step(file, number, step) for number, step in enumerate(raw["steps"], start=1))
    return Scenario(file, raw["walk"], starts, steps, str(raw.get("about") or ""))


def plain_yaml(content: str | bytes) -> Any:
    """What YAML says, with times left as the text that was written. Raises: yaml.YAMLError."""
    return yaml.load(content, Loader=_Plain)  # noqa: S506 - a safe loader that leaves times alone


def moment_in(zone: tzinfo, text: Any, where: str) -> datetime:
    """An aware moment from "2026-03-02 09:00". Raises Unusable."""
    try:
        moment = datetime.fromisoformat(str(text).strip())
    except ValueError as error:
        raise Unusable(f"Expected a time such as 2026-03-02 09:00 for {where}, but found {text!r}.") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


class _Plain(yaml.SafeLoader):
    """SafeLoader without dates: 2026-03-02 09:00 stays the text that was written."""


_Plain.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_step(file: str, number: int, raw: Any) -> WalkStep:
    """One step as it is written: a mapping of its verb and terms. Raises: Unusable, with what is wrong with it."""
    where = f"step {number} of {file}"
    if not isinstance(raw, dict):
        raise Unusable(f"Expected a step such as “complete: …” as {where}, but found something else.")
    verbs = [verb for verb in VERBS if verb in raw]
    if len(verbs) != 1:
        raise Unusable(
            f"Expected exactly one of {', '.join(VERBS)} in {where}, but found {', '.join(verbs) or 'none'}."
        )
    verb, what = verbs[0], raw[verbs[0]]
    terms = {str(key): value for key, value in raw.items() if key != verb}
    unknown = sorted(terms.keys() - _ALLOWED[verb] - {"note"})
    if unknown:
        raise Unusable(
            f"Expected {', '.join(sorted(_ALLOWED[verb]))} beside {verb} in {where}, but found {unknown[0]!r}."
        )
    if verb == "expect":
        _check_expected(what, where)
    elif not isinstance(what, str | int | float):
        raise Unusable(f"Expected words after {verb} in {where}, but found something else.")
    if verb == "citizen" and what not in CITIZEN_ACTS:
        raise Unusable(f"Expected a citizen who {', '.join(CITIZEN_ACTS)} in {where}, but found {what!r}.")
    return WalkStep(number, verb, what if verb == "expect" else str(what), terms)


def _check_expected(what: Any, where: str) -> None:
    if not isinstance(what, dict) or not what:
        raise Unusable(f"Expected what must be true in {where}, but found nothing.")
    unknown = sorted(map(str, what.keys() - EXPECTED - {"note"}))
    if unknown:
        raise Unusable(f"Expected one of {', '.join(sorted(EXPECTED))} in {where}, but found {unknown[0]!r}.")
