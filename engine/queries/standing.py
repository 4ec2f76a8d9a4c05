"""Where everything under one key stands: instances, what they wait for, the case, its deadlines and notices."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, func, select

from engine.casework.case import Case
from engine.casework.notices import Notice
from engine.persistence.deadlines import Clock
from engine.persistence.deployed import loaded
from engine.persistence.incidents import FIELDS, OPEN, Incident, incidents
from engine.persistence.instances import InstanceRow, instances
from engine.persistence.options import option_lists
from engine.persistence.prepared import Prepared
from engine.persistence.subscriptions import SubscriptionRow, subscriptions
from engine.persistence.task_sheet import standing
from engine.persistence.timers import Timer
from engine.persistence.unit_of_work import Reading
from engine.persistence.user_tasks import COLUMNS, UserTask, user_tasks
from forms import Component, Form

_OPEN: Final = select(*COLUMNS).where(user_tasks.c.status == OPEN)
_LISTED: Final = _OPEN.order_by(user_tasks.c.opened_at, user_tasks.c.id).limit(bindparam("most"))
_EVERY, _SINCE = Prepared(_LISTED), Prepared(_LISTED.where(user_tasks.c.opened_at >= bindparam("since")))
_ONE: Final = Prepared(_OPEN.where(user_tasks.c.id == bindparam("id")))


@dataclass(frozen=True)
class Stand:
    """Everything under a key at one moment. ``jointly``: a case whose units work on it in a joint handling."""

    key: str
    instances: list[InstanceRow]
    tasks: list[UserTask]
    timers: list[Timer]
    subscriptions: list[SubscriptionRow]
    incidents: list[Incident]
    case: Case | None
    deadlines: list[Clock]
    notices: list[Notice]
    jointly: bool

    def deadline(self, name: str) -> datetime | None:
        """When the running deadline of a name is due, the soonest of several; None when none runs."""
        due = [one.due_at for one in self.deadlines if one.deadline.name == name and one.state == "running"]
        return min((at for at in due if at), default=None)


@dataclass(frozen=True)
class StandingOf:
    """Everything under the business key ``key``."""

    key: str

    def answer(self, reading: Reading) -> Stand:
        return _stand(reading, self.key)


@dataclass(frozen=True)
class StandingOfEach:
    """Everything under each of these business keys, at one moment."""

    keys: tuple[str, ...]

    def answer(self, reading: Reading) -> list[Stand]:
        return [_stand(reading, key) for key in self.keys]


def _stand(reading: Reading, key: str) -> Stand:
    rows = reading.instances.of_key(key)
    return Stand(
        key=key,
        instances=rows,
        tasks=reading.user_tasks.of_key(key, only_open=True),
        timers=[timer for row in rows for timer in reading.timers.of_instance(row.id)],
        subscriptions=[one for row in rows for one in reading.subscriptions.of_instance(row.id)],
        incidents=[one for row in rows for one in reading.incidents.open_of(row.id)],
        case=reading.cases.find(key),
        deadlines=reading.deadlines.of(key),
        notices=reading.notices.all(about=key, order=("sent_at", "id")),
        jointly=reading.joint_handlings.open_of(key) is not None,
    )


@dataclass(frozen=True)
class FactsOf:
    """The facts of the newest instance under ``key``."""

    key: str

    def answer(self, reading: Reading) -> dict[str, Any]:
        rows = reading.instances.of_key(self.key)
        return dict(standing(reading, rows[-1])[0].facts) if rows else {}


@dataclass(frozen=True)
class OpenTasks:
    """Every open task of the district, the oldest first; ``most`` of them, opened at ``since`` or later."""

    most: int = 10_000
    since: datetime | None = None

    def answer(self, reading: Reading) -> list[UserTask]:
        query = _EVERY if self.since is None else _SINCE
        rows: Any = query.all(reading.connection, {"most": self.most, "since": self.since})
        return [UserTask(*row) for row in rows]


@dataclass(frozen=True)
class OpenTask:
    """The task ``task_id``; None when it is done, withdrawn or unknown."""

    task_id: str

    def answer(self, reading: Reading) -> UserTask | None:
        row: Any = _ONE.first(reading.connection, {"id": self.task_id})
        return UserTask(*row) if row else None


@dataclass(frozen=True)
class HeardUnder:
    """The messages that are waited for with the key ``key``, and those that start a process, whatever the key is."""

    key: str

    def answer(self, reading: Reading) -> tuple[list[str], list[str]]:
        query = select(subscriptions.c.message).where(subscriptions.c.key == self.key).distinct()
        starts = {name for bundle in reading.bundles.in_force() for name in bundle.manifest["start_messages"]}
        return sorted(reading.connection.execute(query).scalars()), sorted(starts)


@dataclass(frozen=True)
class AllIncidents:
    """Every open incident of the district."""

    def answer(self, reading: Reading) -> list[Incident]:
        query = select(*(incidents.c[name] for name in FIELDS)).where(incidents.c.status == OPEN)
        return [Incident(*row) for row in reading.connection.execute(query.order_by(incidents.c.opened_at))]


@dataclass(frozen=True)
class EveryKey:
    """Every business key of the district that has an instance, the oldest first; ``most`` of them."""

    most: int = 200

    def answer(self, reading: Reading) -> list[str]:
        first = func.min(instances.c.started_at)
        query = select(instances.c.business_key).group_by(instances.c.business_key)
        return list(
            reading.connection.execute(query.order_by(first, instances.c.business_key).limit(self.most)).scalars()
        )


@dataclass(frozen=True)
class TaskForm:
    """A task's form as whoever fills it in needs it."""

    form: Form
    options: dict[str, list[dict[str, Any]]] = field(repr=False)
    facts: dict[str, Any] = field(repr=False)


@dataclass(frozen=True)
class FieldsOf:
    """What the form of the task ``task_id`` asks for, by key."""

    task_id: str

    def answer(self, reading: Reading) -> dict[str, Component]:
        task = reading.user_tasks.get(self.task_id)
        row = reading.instances.get(task.instance_id)
        form = loaded(reading.bundles, row.bundle_id).form(task.form).compiled.form
        return {str(one.key): one for one in form.fields()}


@dataclass(frozen=True)
class FormOf:
    """The form of the task ``task_id``, the option lists it names, and the facts it shows."""

    task_id: str

    def answer(self, reading: Reading) -> TaskForm:
        task = reading.user_tasks.get(self.task_id)
        row = reading.instances.get(task.instance_id)
        form = loaded(reading.bundles, row.bundle_id).form(task.form).compiled.form
        _, outcome = standing(reading, row)
        facts = next((one.facts for one in outcome.user_tasks if one.id == task.id), {})
        return TaskForm(form, option_lists(reading, form.sources, task.business_key) if form.sources else {}, facts)
