"""What a walk expects, compared with what is: every difference is a sentence."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from engine.actor import ROLES
from engine.persistence.user_tasks import UserTask
from engine.queries.standing import AllIncidents, FactsOf, OpenTasks, Stand
from engine.rehearsal.stage import Stage


def differences(stage: Stage, wanted: Mapping[str, Any]) -> list[str]:
    """Everything that is not as expected, as sentences; empty when all is."""
    key = stage.subject(wanted) or stage.case or stage.key
    if key is None:
        return ["Expected a case to look at, but none was named yet."]
    stand = stage.stand(key)
    found: list[str] = []
    for name, value in wanted.items():
        compare = _COMPARE.get(name)
        if compare is not None:
            found += compare(stage, stand, stage.text(value))
    return found


def incidents(stage: Stage) -> list[str]:
    """What stopped anywhere in the district."""
    return [
        f"{one.business_key} stopped at {one.element or one.kind} of {one.process_id}: {one.cause}"
        for one in stage.ask(AllIncidents())
    ]


def _case_field(name: str) -> Any:
    def compare(stage: Stage, stand: Stand, wanted: Any) -> Iterator[str]:
        value = getattr(stand.case, name, None)
        if str(value) != str(wanted):
            yield f"Expected the {name} of {stand.key} to be {wanted}, but found {value}."

    return compare


def _closed(stage: Stage, stand: Stand, wanted: Any) -> Iterator[str]:
    ended = stand.case is not None and stand.case.has_ended
    if ended is not bool(wanted):
        state = stand.case.state if stand.case else "no case"
        yield f"Expected {stand.key} {'to have ended' if wanted else 'to be open'}, but it is {state}."


def _owner(stage: Stage, stand: Stand, wanted: Any) -> Iterator[str]:
    role, unit = stage.role_and_unit(str(wanted))
    owner = stand.case.owner if stand.case else None
    if owner is None or role not in (None, owner.role) or unit not in (None, owner.unit):
        yield f"Expected {stand.key} to be with {wanted}, but found {owner}."


def _waiting(stage: Stage, stand: Stand, wanted: Any) -> Iterator[str]:
    yield from _tasks(stage, stand.tasks, wanted, f"{stand.key} to wait for exactly", exactly=True)


def _waiting_anywhere(stage: Stage, stand: Stand, wanted: Any) -> Iterator[str]:
    yield from _tasks(stage, stage.ask(OpenTasks()), wanted, "somebody to wait for", exactly=False)


def _tasks(stage: Stage, tasks: list[UserTask], wanted: Any, what: str, *, exactly: bool) -> Iterator[str]:
    left = list(tasks)
    missing = []
    for text in wanted:
        label, at, unit = str(text).partition("@")
        fits = [
            task
            for task in left
            if label.strip() in (task.name, task.name_en, task.element)
            and (not at or task.unit == stage.unit(unit.strip()))
        ]
        if fits:
            left.remove(fits[0])
        else:
            missing.append(str(text))
    if missing or (exactly and left):
        found = ", ".join(stage.label(task) for task in tasks) or "nothing"
        yield f"Expected {what} {', '.join(map(str, wanted)) or 'nothing'}, but found {found}."


def _deadlines(stage: Stage, stand: Stand, wanted: Any) -> Iterator[str]:
    for name, text in wanted.items():
        due = stand.deadline(name)
        yield from _time(stage, f"the deadline {name} of {stand.key}", text, due)


def _due(stage: Stage, stand: Stand, wanted: Any) -> Iterator[str]:
    for label, text in wanted.items():
        task = next((one for one in stand.tasks if label in (one.name, one.name_en, one.element)), None)
        if task is None:
            yield f"Expected {label} to be open under {stand.key}, but it is not."
        else:
            yield from _time(stage, f"“{label}”", text, task.due_at)


def _time(stage: Stage, what: str, wanted: Any, found: datetime | None) -> Iterator[str]:
    zone = stage.district.application.settings.zone
    shown = found.astimezone(zone).strftime("%Y-%m-%d %H:%M") if found else "none"
    if wanted is None:
        if found is not None:
            yield f"Expected {what} not to run, but it is due {shown}."
    elif found is None or found.replace(second=0, microsecond=0) != stage.moment(wanted, what):
        yield f"Expected {what} at {wanted}, but found {shown}."


def _notices(stage: Stage, stand: Stand, wanted: Any, *, exactly: bool = False) -> Iterator[str]:
    """At least these since the last look; ``exactly``: these and no others."""
    about = stand.key.partition("/")[0]  # a ladder or a commitment speaks of its case
    told = stand.notices if about == stand.key else stage.stand(about).notices
    fresh = told[stage.told.get(about, 0) :]
    stage.told[about] = len(told)
    sent = Counter(f"{one.recipient if one.recipient in ROLES else one.recipient_kind} {one.template}" for one in fresh)
    expected = Counter(" ".join(str(text).split()) for text in wanted)
    if expected - sent or ((exactly or not wanted) and sent != expected):
        found = ", ".join(sent.elements()) or "none"
        which = "exactly the notices" if exactly else "the notices"
        yield f"Expected {which} {', '.join(map(str, wanted)) or 'none'} about {stand.key}, but found {found}."


def _facts(stage: Stage, stand: Stand, wanted: Any) -> Iterator[str]:
    facts = stage.ask(FactsOf(stand.key))
    for name, value in stage.plain(wanted).items():
        if facts.get(name) != value:
            yield f"Expected the fact {name} of {stand.key} to be {value!r}, but found {facts.get(name)!r}."


def _status(stage: Stage, stand: Stand, wanted: Any) -> Iterator[str]:
    status = stand.instances[-1].status if stand.instances else "not there"
    if status != wanted:
        yield f"Expected the instance {stand.key} to be {wanted}, but it is {status}."


def _incident_count(stage: Stage, stand: Stand, wanted: Any) -> Iterator[str]:
    found = incidents(stage)
    if len(found) != wanted:
        yield f"Expected {wanted} incidents, but found {len(found)}: {'; '.join(found) or 'none'}."


_COMPARE: dict[str, Any] = {
    "state": _case_field("state"),
    "outcome": _case_field("outcome"),
    "closed": _closed,
    "owner": _owner,
    "waiting": _waiting,
    "waiting_anywhere": _waiting_anywhere,
    "deadlines": _deadlines,
    "due": _due,
    "notices": _notices,
    "all_notices": partial(_notices, exactly=True),
    "facts": _facts,
    "status": _status,
    "incidents": _incident_count,
}
