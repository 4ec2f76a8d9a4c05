"""Closed cases with what people and other systems put into them, to be played once more. Who asked is not among it."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import select

from engine.casework import glossary
from engine.casework.case import Case
from engine.casework.deadline import CITIZEN
from engine.operations.draft_files import refuse_non_designers
from engine.persistence.deployed import loaded
from engine.persistence.district_rows import Rows, read_district
from engine.persistence.instances import InstanceRow, instances
from engine.persistence.joint_handlings import joint_handlings
from engine.persistence.journal import Entry
from engine.persistence.unit_of_work import Reading
from engine.persistence.user_tasks import COMPLETED, UserTask

MOST: Final = 500
CONVENED: Final = "joint_convened"
SOME_NUMBER = "13800000000"  # the real one stays sealed


@dataclass(frozen=True)
class Completion:
    """A task that was opened. ``after`` is how long it took to complete, None when nobody did."""

    task: str
    element: str
    name: str
    process_id: str
    unit: str | None
    by: str | None
    after: timedelta | None
    submission: dict[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Heard:
    """A message from outside: how long after the completion ``follows`` (None: after the start) it was heard.

    ``joint`` is the number of the joint handling it was told to; None when it was told to the case.
    """

    message: str
    payload: dict[str, Any] = field(repr=False)
    follows: str | None
    after: timedelta
    joint: str | None = None


@dataclass(frozen=True)
class PastCase:
    """``request`` is what a citizen asked; when it is no citizen's case, ``facts`` are what it was started with.

    ``merged_into`` is the case it went on in, if it ever did: another's course decided its own.
    """

    key: str
    process_id: str
    bundle_id: str
    started_at: datetime
    ended_at: datetime
    request: dict[str, Any] | None = field(repr=False)
    facts: dict[str, Any] = field(repr=False)
    tasks: list[Completion]
    messages: list[Heard]
    passed: Counter[str]
    ended_at_element: str | None
    late: bool
    merged_into: str | None = None


@dataclass(frozen=True)
class ClosedCases:
    """Instances of a bundle's processes that ended, the last first. What runs beside a case is looked at with it."""

    bundle: str
    process_id: str | None = None
    most: int = 100

    def answer(self, reading: Reading) -> list[str]:
        """Ids of instances. Raises: NotAllowed."""
        refuse_non_designers(reading.by)
        heads = {process["id"] for head in reading.bundles.in_force() if head.name == self.bundle
                 for process in head.manifest["processes"]}  # fmt: skip
        wanted = heads if self.process_id is None else heads & {self.process_id}
        query = (
            select(instances.c.id)
            .where(instances.c.process_id.in_(wanted), instances.c.status != "running")
            .where(~instances.c.business_key.contains("/"))
            .where(instances.c.business_key.not_in(select(joint_handlings.c.number)))
            .order_by(instances.c.ended_at.desc(), instances.c.id)
        )
        return list(reading.connection.execute(query.limit(min(self.most, MOST))).scalars())


@dataclass(frozen=True)
class DistrictRows:
    """What the district decides by."""

    def answer(self, reading: Reading) -> Rows:
        """Raises: NotAllowed."""
        refuse_non_designers(reading.by)
        return read_district(reading.connection)


@dataclass(frozen=True)
class PastCaseOf:
    """The instance with this id."""

    instance_id: str

    def answer(self, reading: Reading) -> PastCase:
        """Raises: NotAllowed, NotFound."""
        refuse_non_designers(reading.by)
        row = reading.instances.get(self.instance_id)
        case = reading.cases.find(row.business_key)
        entries = reading.journal.of_instance(row.business_key, row.id)
        joint = _joint_handlings(entries)
        beside = [key for own in (row.business_key, *joint) for key in _below(reading, own)]
        tasks = [one for one in reading.user_tasks.of_key(row.business_key) if one.instance_id == row.id]
        tasks += [one for key in (*joint, *beside) for one in reading.user_tasks.of_key(key)]
        told = {number: _of_joint_handling(reading, number) for number in joint}
        others = [one for key in beside for one in reading.journal.of_key(key)]
        said = [*entries, *(one for number in joint for one in told[number]), *others]
        sent = {str(one.details.get("task")): one for one in said if one.kind == "complete"}
        last = max((one.seq for one in said), default=0) + 1
        tasks.sort(key=lambda one: (one.opened_at, sent[one.id].seq if one.id in sent else last))
        start = next((one for one in entries if one.kind == "start"), None)
        return PastCase(
            key=row.business_key,
            process_id=row.process_id,
            bundle_id=row.bundle_id,
            started_at=row.started_at,
            ended_at=row.ended_at or row.updated_at,
            request=_request(reading, case, row),
            facts=dict(start.details.get("facts") or {}) if start else {},
            tasks=[_completion(task, sent) for task in tasks],
            messages=[*_heard(reading, row, entries), *_told(row, entries, told)],
            passed=Counter(one[0] for entry in entries for one in after_start(entry) if one[3] != "cancelled"),
            ended_at_element=row.ended_at_element,
            late=_was_late(reading, row, tasks),
            merged_into=_merged_into(reading, row.business_key),
        )


def _merged_into(reading: Reading, key: str) -> str | None:
    """The case it went on in, for good or until that one was answered."""
    merges = reading.merges.all(child=key, order=("merged_at", "id"))
    return merges[-1].parent if merges else None


def _joint_handlings(entries: list[Entry]) -> list[str]:
    """Numbers of the joint handlings the case was in."""
    heard = [one.details for one in entries if one.kind == "message" and one.details.get("message") == CONVENED]
    return [str(one["payload"]["joint"]) for one in heard if "joint" in (one.get("payload") or {})]


def _of_joint_handling(reading: Reading, number: str) -> list[Entry]:
    """What happened in a joint handling and in its branches."""
    keys = [number, *_below(reading, number)]
    return sorted((one for key in keys for one in reading.journal.of_key(key)), key=lambda one: one.at)


def after_start(entry: Entry) -> list[list[Any]]:
    """What an entry passed, without the event an instance started by: a case filed as another kind began by a message
    of its first process, and is begun here as one that was asked for so."""
    return entry.passed[1:] if entry.kind == "start" else entry.passed


def _below(reading: Reading, key: str) -> list[str]:
    """Keys of what runs beside a case or a joint handling and began with it: its ladder, its promises, its branches."""
    below = instances.c.business_key.startswith(f"{key}/", autoescape=True)
    return list(reading.connection.execute(select(instances.c.business_key).where(below).distinct()).scalars())


def _request(reading: Reading, case: Case | None, row: InstanceRow) -> dict[str, Any] | None:
    """What was asked for, as the kind it was when this instance began. Whoever left a number leaves a made-up one."""
    if case is None or row.process_id not in {word.code for word in glossary.KINDS}:
        return None
    place = {"street": case.place.street, "community": case.place.community}
    left = reading.deadlines.current(case.number, "contact") is not None  # that clock runs for nobody else
    contact = {"anonymous": True} | ({"phone": SOME_NUMBER} if left else {})
    said = {"title": case.title, "text": case.text, "place": place, "contact": contact}
    return {"kind": row.process_id, **said, "channel": case.channel}


def _completion(task: UserTask, sent: dict[str, Entry]) -> Completion:
    done = task.status == COMPLETED and task.closed_at is not None
    entry = sent.get(task.id)
    return Completion(
        task.id, task.element, task.name, task.process_id, task.unit, task.completed_by if done else None,
        task.closed_at - task.opened_at if done and task.closed_at else None,
        dict(entry.details.get("submission") or {}) if entry else {},
    )  # fmt: skip


def _heard(reading: Reading, row: InstanceRow, entries: list[Entry]) -> list[Heard]:
    """Messages no diagram of the case throws: those come by themselves when it is played once more."""
    definition = loaded(reading.bundles, row.bundle_id).definition(row.process_id)
    own = {
        one.event.reference
        for one in definition.elements.values()
        if one.event is not None and one.event.kind == "message" and one.kind in ("intermediateThrowEvent", "endEvent")
    }
    found, follows, at = [], None, row.started_at
    for entry in entries:
        if entry.kind == "complete":
            follows, at = str(entry.details.get("task")), entry.at
        if entry.kind == "message" and entry.details.get("message") not in own:
            payload = dict(entry.details.get("payload") or {})
            found.append(Heard(str(entry.details["message"]), payload, follows, entry.at - at))
    return found


def _told(row: InstanceRow, entries: list[Entry], told: dict[str, list[Entry]]) -> list[Heard]:
    """What was told to the joint handlings of a case, after what was done last in the case or in them."""
    found, follows, at = [], None, row.started_at
    theirs = [(one, number) for number, its in told.items() for one in its]
    for entry, number in sorted([*((one, None) for one in entries), *theirs], key=lambda pair: pair[0].at):
        if entry.kind == "complete":
            follows, at = str(entry.details.get("task")), entry.at
        if number and entry.kind == "message":
            payload = dict(entry.details.get("payload") or {})
            found.append(Heard(str(entry.details["message"]), payload, follows, entry.at - at, number))
    return found


def _was_late(reading: Reading, row: InstanceRow, tasks: list[UserTask]) -> bool:
    promised = [one for one in reading.deadlines.of(row.business_key) if one.deadline.name == CITIZEN]
    if promised:
        return any(one.kept is False for one in promised)
    return any(one.due_at and one.closed_at and one.closed_at > one.due_at for one in tasks)
