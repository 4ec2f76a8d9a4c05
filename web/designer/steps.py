"""The small forms of the play page, each turned into one step as a walk would write it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

import orjson
import yaml

from engine.errors import Unusable
from engine.queries.option_lists import OptionLists
from engine.rehearsal.acting import REQUEST
from engine.rehearsal.recording import named_key, until
from engine.rehearsal.scenario import plain_yaml
from engine.rehearsal.stage import DEFAULT_CASE, Stage

Fields = Mapping[str, str]
SPANS: Final = ("minutes", "hours", "working hours", "days", "working days", "weeks")
CITIZEN: Final = ("supplements", "rates", "urges", "withdraws")
LONGEST: Final = 400  # days the clock may run in one step
LONGEST_TEXT: Final = 20_000


def step_of(act: str, given: Fields, stage: Stage) -> dict[str, Any]:
    """The step a form asks for. Raises: Unusable, in a sentence about its field."""
    make = _STEPS.get(act)
    if make is None:
        raise Unusable(f"Expected one of {', '.join(_STEPS)}, but found {act[:40]!r}.")
    return make(given, stage)


def _submit(given: Fields, stage: Stage) -> dict[str, Any]:
    said = {name: given.get(name, "").strip() for name in ("title", "text")}
    number = len(stage.tracking) + 1
    raw = {"citizen": "submits", "kind": given.get("kind", ""), "as": DEFAULT_CASE if number == 1 else f"case{number}"}
    return {**raw, "with": {name: text for name, text in said.items() if text} | _place(stage)}


def _place(stage: Stage) -> dict[str, Any]:
    """The first place of a district that has not the one a walk means when it names none."""
    places = stage.ask(OptionLists(("communities",)))["communities"]
    if not places or any(one["value"] == REQUEST["place"]["community"] for one in places):
        return {}
    return {"place": {"street": places[0]["street"], "community": places[0]["value"]}}


def _start(given: Fields, stage: Stage) -> dict[str, Any]:
    key = given.get("key", "").strip()
    if not key:
        raise Unusable("Expected a key to start under, but found nothing. Write a short name, such as A1.")
    facts = _json(given.get("facts", ""))
    return {"start": given.get("process", ""), "key": key, **({"facts": facts} if facts else {})}


def _send(given: Fields, stage: Stage) -> dict[str, Any]:
    if not given.get("message", "").strip():
        raise Unusable("Expected the name of a message, but found nothing. Choose one that is waited for.")
    to = named_key(stage, given.get("to", "").strip())
    payload = _json(given.get("payload", ""))
    key = f"${to['case']}" if "case" in to else to["key"]
    return {"send": given.get("message", ""), "to": key, **({"payload": payload} if payload else {})}


def _pass(given: Fields, stage: Stage) -> dict[str, Any]:
    amount, span = given.get("amount", "").strip(), given.get("span", "")
    if span not in SPANS:
        raise Unusable("Expected how long the time passes in one of the list's units, but found another. Choose one.")
    if not amount.isascii() or not amount.replace(".", "", 1).isdigit() or len(amount) > 8:
        raise Unusable(f"Expected a number above zero, but found {amount[:20]!r}. Write one such as 2 or 0.5.")
    days = float(amount) * {"weeks": 7, "days": 1, "working days": 1.5}.get(span, 0.05)
    if days > LONGEST:
        raise Unusable(f"Expected at most {LONGEST} days at once, but found more. Let the time pass in several steps.")
    return {"pass": f"{amount} {span}"}


def _until(given: Fields, stage: Stage) -> dict[str, Any]:
    try:
        moment = datetime.fromisoformat(given.get("moment", ""))
    except ValueError as error:
        raise Unusable("Expected the moment of a timer, but found none. Load the page again.") from error
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=stage.district.application.settings.zone)
    if moment < stage.clock.now():
        raise Unusable("Expected a moment that is still to come, but found one that has passed.")
    if (moment - stage.clock.now()).days > LONGEST:
        raise Unusable(f"Expected at most {LONGEST} days at once, but found more. Let the time pass in several steps.")
    return until(stage, moment)


def _citizen(given: Fields, stage: Stage) -> dict[str, Any]:
    what = given.get("what", "")
    raw: dict[str, Any] = {"citizen": what, "case": given.get("case", "")}
    if raw["case"] not in stage.names:
        raise Unusable("Expected a case of this play, but found none. Submit a request first.")
    if what == "rates":
        raw["with"] = {"solved": given.get("solved") == "yes"}
    elif what in ("supplements", "withdraws") and given.get("text", "").strip():
        raw["with"] = {"text" if what == "supplements" else "reason": given["text"].strip()}
    return raw


def _words(given: Fields, stage: Stage) -> dict[str, Any]:
    """Any step at all, as it stands in a walk."""
    text = given.get("words", "")
    if len(text) > LONGEST_TEXT:
        raise Unusable(f"Expected a step of at most {LONGEST_TEXT} characters, but found {len(text)}.")
    try:
        read = plain_yaml(text)
    except yaml.YAMLError as error:
        raise Unusable(f"Expected a step as a walk writes it, but found: {error}.") from error
    if isinstance(read, list) and len(read) == 1:
        read = read[0]
    if not isinstance(read, dict) or "expect" in read:
        raise Unusable("Expected one step, such as “pass: 2 hours” or “act: suspend_case”, but found something else.")
    return {str(name): value for name, value in read.items()}


def _json(text: str) -> dict[str, Any]:
    if not text.strip():
        return {}
    if len(text) > LONGEST_TEXT:
        raise Unusable(f"Expected at most {LONGEST_TEXT} characters of JSON, but found {len(text)}. Shorten it.")
    try:
        read = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise Unusable(
            f'Expected JSON such as {{"amount": 3}}, but found none at line {error.lineno}, column {error.colno}.'
        ) from error
    if not isinstance(read, dict):
        raise Unusable('Expected names and values such as {"amount": 3}, but found something else.')
    return read


_STEPS: Final[dict[str, Callable[[Fields, Stage], dict[str, Any]]]] = {
    "submit": _submit,
    "start": _start,
    "send": _send,
    "pass": _pass,
    "until": _until,
    "citizen": _citizen,
    "words": _words,
}
