"""The steps of a walk, done: each goes through ``Application.execute`` as the one the walk says it is."""

import importlib
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any, Final, get_args, get_type_hints

from engine.actor import SYSTEM, Actor
from engine.commands.claim_task import ClaimTask
from engine.commands.complete_task import CompleteTask
from engine.commands.release_task import ReleaseTask
from engine.commands.start_instance import StartInstance
from engine.errors import Unusable
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.standing import FormOf, HeardUnder, TaskForm
from engine.rehearsal.evidence import sent
from engine.rehearsal.filling import filled
from engine.rehearsal.people import CITIZEN
from engine.rehearsal.scenario import WalkStep
from engine.rehearsal.stage import DEFAULT_CASE, Stage

REQUEST: Final = {
    "title": "路灯不亮",
    "text": "小区门口的路灯三天不亮。",
    "place": {"street": "坪山街道", "community": "六和社区"},
    "contact": {"name": "王芳", "phone": "13800138000"},
}
RATING: Final = {"solved": True, "speed": 5, "effect": 5, "attitude": 5}
_CITIZEN_COMMANDS: Final = {
    "supplements": "supplement_request",
    "withdraws": "withdraw_request",
    "rates": "rate_reply",
    "urges": "urge",
}


def act(stage: Stage, step: WalkStep) -> None:
    """Do one step. Raises whatever refuses it."""
    _ACTS[step.verb](stage, step.what, step.terms)


def command_of(name: str, given: Mapping[str, Any]) -> Any:
    """The command of ``engine/commands/<name>.py`` with these values for its fields.

    Raises:
        Unusable: there is no such command, or it has no such field.
    """
    if not name.isidentifier():
        raise Unusable(f"Expected the name of a command, but found {name!r}.")
    try:
        module = importlib.import_module(f"engine.commands.{name}")
        kind = getattr(module, "".join(part.capitalize() for part in name.split("_")))
    except (ImportError, AttributeError) as error:
        raise Unusable(f"Expected a command, but there is none called {name!r}.") from error
    return _built(kind, name, given)


def _built(kind: Any, name: str, given: Mapping[str, Any]) -> Any:
    wanted = {one.name for one in fields(kind)}
    unknown = sorted(given.keys() - wanted)
    if unknown:
        raise Unusable(f"Expected {', '.join(sorted(wanted))} for {name}, but found {unknown[0]!r}.")
    hints = get_type_hints(kind)
    try:
        return kind(**{field: _typed(hints[field], field, value) for field, value in given.items()})
    except TypeError as error:
        raise Unusable(f"Expected all that {name} needs, but found: {error}.") from error


def _typed(hint: Any, name: str, value: Any) -> Any:
    kinds = (hint, *get_args(hint))
    if datetime in kinds and isinstance(value, str):
        return datetime.fromisoformat(value)
    if bytes in kinds and isinstance(value, str):
        return value.encode()  # a small file, written out
    nested = next((kind for kind in kinds if is_dataclass(kind)), None)
    if nested is not None and isinstance(value, Mapping):
        return _built(nested, name, value)
    if isinstance(value, list) and any(kind is tuple or getattr(kind, "__origin__", None) is tuple for kind in kinds):
        return tuple(value)
    return value


def _citizen(stage: Stage, what: str, terms: Mapping[str, Any]) -> None:
    if what == "submits":
        given = {**REQUEST, "kind": terms.get("kind", "complaint"), **stage.text(terms.get("with") or {})}
        answer = _do(stage, command_of("submit_request", given), CITIZEN)
        name = str(terms.get("as", DEFAULT_CASE))
        stage.named(name, answer["number"])
        stage.case = answer["number"]
        stage.tracking[answer["number"]] = answer["tracking_code"]
        return
    number = stage.subject(terms) or stage.case
    if number is None:
        raise Unusable(f"Expected a case for a citizen who {what}, but none was submitted.")
    given = {**(RATING if what == "rates" else {}), **stage.text(terms.get("with") or {})}
    known = {"number": number, "tracking_code": stage.tracking[number]}
    _do(stage, command_of(_CITIZEN_COMMANDS[what], {**known, **given}), CITIZEN)


def _complete(stage: Stage, what: str, terms: Mapping[str, Any]) -> None:
    task = stage.task(what, terms)
    sheet: TaskForm = stage.ask(FormOf(task.id))
    by = stage.actor(terms, task)
    given = sent(
        stage.district.application, sheet.form.every(), stage.text(terms.get("with") or {}), task.business_key, by
    )
    _do(stage, CompleteTask(task.id, task.revision, filled(sheet.form, given, sheet.options)), by)


def _claim(stage: Stage, what: str, terms: Mapping[str, Any]) -> None:
    task = stage.task(what, terms)
    _do(stage, ClaimTask(task.id), stage.actor(terms, task))


def _release(stage: Stage, what: str, terms: Mapping[str, Any]) -> None:
    task = stage.task(what, terms)
    _do(stage, ReleaseTask(task.id), stage.actor(terms, task))


def _act(stage: Stage, what: str, terms: Mapping[str, Any]) -> None:
    answer = _do(stage, command_of(what, stage.plain(terms.get("with") or {})), stage.actor(terms))
    if "as" in terms:
        stage.named(str(terms["as"]), key_in(answer))


def _send(stage: Stage, what: str, terms: Mapping[str, Any]) -> None:
    to = str(stage.text(terms.get("to", "")))
    waited_for, starts = stage.ask(HeardUnder(to))
    if what not in waited_for and what not in starts:
        found = ", ".join(waited_for) or "nothing"
        raise Unusable(f"Expected a message that is waited for with the key {to} ({found}), but found ‘{what}’.")
    _do(stage, _Throw(what, to, stage.plain(terms.get("payload") or {})), SYSTEM)


def _start(stage: Stage, what: str, terms: Mapping[str, Any]) -> None:
    key = str(stage.text(terms.get("key", "")))
    _do(stage, StartInstance(what, key, stage.plain(terms.get("facts") or {})), SYSTEM)
    stage.named(str(terms.get("as", key)), key)


def _pass(stage: Stage, what: str, terms: Mapping[str, Any]) -> None:
    stage.passes(what, terms)


_ACTS: Final[dict[str, Callable[[Stage, str, Mapping[str, Any]], None]]] = {
    "citizen": _citizen,
    "complete": _complete,
    "claim": _claim,
    "release": _release,
    "act": _act,
    "send": _send,
    "start": _start,
    "pass": _pass,
}


class _Throw:
    """The system sends a message: what another system would do."""

    def __init__(self, message: str, to: str, payload: dict[str, Any]) -> None:
        self.message, self.to, self.payload = message, to, payload

    def perform(self, work: UnitOfWork) -> str:
        return work.throw(self.message, self.to, self.payload)


def _do(stage: Stage, command: Any, by: Actor) -> Any:
    return stage.district.application.execute(command, by)


def key_in(answer: Any) -> str:
    """The key a command answers, whatever it calls it."""
    if isinstance(answer, Mapping):
        for name in ("key", "number", "joint", "id"):
            if isinstance(answer.get(name), str):
                return str(answer[name])
    if isinstance(answer, str):
        return answer
    raise Unusable(f"Expected a command that answers a key, but it answered {answer!r}.")
