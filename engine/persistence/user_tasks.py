"""User tasks as rows: what lists and counts are made of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Column,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    Text,
    and_,
    bindparam,
    case,
    exists,
    insert,
    select,
    update,
)
from sqlalchemy.engine import Connection
from sqlalchemy.types import TypeDecorator

from engine.actor import Actor
from engine.errors import NotFound, NotNow
from engine.persistence.database import DISTRICT, Moment, metadata
from engine.persistence.prepared import Prepared

CASE_AGAIN, UNIT_AGAIN = 1, 2
OPEN, COMPLETED, WITHDRAWN = "open", "completed", "withdrawn"
OVERSEERS = ("shift_leader", "coordinator", "supervisor", "leader", "designer", "admin")  # who may see every task
ASSIGNERS = ("shift_leader", "admin")  # who may assign every task
LATER = 6000  # years: tasks without a due time stand behind those with one, the longest open first
NEVER = datetime(9999, 12, 31, tzinfo=UTC)  # and those whose clock rests behind all


class Names(TypeDecorator[list[str]]):
    """A short list of user names as ``|one|two|``, so that both databases can look inside with LIKE."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: list[str] | None, dialect: Dialect) -> str | None:
        return f"|{'|'.join(value)}|" if value else None

    def process_result_value(self, value: str | None, dialect: Dialect) -> list[str]:
        return value.strip("|").split("|") if value else []


user_tasks = Table(
    "user_tasks",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("instance_id", String(32), ForeignKey(f"{DISTRICT}.instances.id"), nullable=False),
    Column("business_key", String(128), nullable=False, index=True),
    Column("process_id", String(128), nullable=False),
    Column("element", String(128), nullable=False),
    Column("name", Text, nullable=False),
    Column("name_en", Text),
    Column("lane", Text),
    Column("role", String(64), nullable=False),
    Column("unit", String(64)),
    Column("assignee", String(128)),
    Column("not_by", Names),
    Column("form", String(256), nullable=False),
    Column("due_at", Moment),
    Column("sort_due", Moment, nullable=False),
    Column("deadline", String(64)),
    Column("revision", Integer, nullable=False),
    Column("status", String(16), nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("claimed_at", Moment),
    Column("closed_at", Moment),
    Column("completed_by", String(128)),
    Column("again", SmallInteger, nullable=False, default=0),
    postgresql_with={"fillfactor": "80"},
)
_OPEN = user_tasks.c.status == OPEN
_LINE = user_tasks.c.sort_due, user_tasks.c.id
_FIGURES = ("process_id", "closed_at", "element", "opened_at", "due_at", "unit", "again")  # the heat reads no row
# a completion writes in each index that has the task it closes or the one it opens: so each holds only what it finds
for _name, _columns, _where in (
    ("offered", (user_tasks.c.role, user_tasks.c.unit, *_LINE), _OPEN),
    ("mine", (user_tasks.c.assignee, *_LINE), and_(_OPEN, user_tasks.c.assignee.is_not(None))),
    ("unit", (user_tasks.c.unit, *_LINE), and_(_OPEN, user_tasks.c.unit.is_not(None))),
    ("done", tuple(user_tasks.c[name] for name in _FIGURES), user_tasks.c.status == COMPLETED),
):
    Index(f"ix_user_tasks_{_name}", *_columns, postgresql_where=_where, sqlite_where=_where)


@dataclass(slots=True)
class UserTask:
    """One user task. ``revision`` makes a stale act visible; ``not_by`` are the users who may not take it.

    ``again``: the case came back to this element with it (CASE_AGAIN), or with another task of the same entry while
    this is the first of its unit among them (UNIT_AGAIN); 0 otherwise.
    """

    id: str
    instance_id: str
    business_key: str
    process_id: str
    element: str
    name: str
    name_en: str | None
    lane: str | None
    role: str
    unit: str | None
    assignee: str | None
    not_by: list[str]
    form: str
    due_at: datetime | None
    deadline: str | None
    opened_at: datetime
    revision: int = 1
    status: str = OPEN
    claimed_at: datetime | None = None
    closed_at: datetime | None = None
    completed_by: str | None = None
    again: int = 0
    sort_due: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.sort_due = self.due_at or self.opened_at.replace(year=self.opened_at.year + LATER)

    @property
    def is_open(self) -> bool:
        return self.status == OPEN

    def why_not(self, actor: Actor, told: Callable[[str | None], str | None] = str) -> str | None:
        """Why this person may not take the task: a sentence in which units are as ``told``; None when they may."""
        if actor.kind != "person":
            return "Expected a person; only people take tasks."
        if self.role not in actor.roles:
            return (
                f"Expected the role {self.role} for this task, but you hold {', '.join(sorted(actor.roles)) or 'none'}."
            )
        if self.unit is not None and self.unit != actor.unit:
            return (
                f"Expected someone of the unit {told(self.unit)} for this task, but you belong to "
                f"{told(actor.unit) or 'none'}."
            )
        if actor.username in self.not_by:
            return "Expected another person for this task: you took part in what it judges."
        if self.assignee not in (None, actor.username):
            return f"Expected a task that is free, but {self.assignee} has taken it. Ask for it, or have it assigned."
        return None

    def may_be_assigned_by(self, actor: Actor) -> bool:
        """May this actor give the task to someone: the unit's leader, a shift leader, an administrator?"""
        if actor.has(*ASSIGNERS):
            return True
        return actor.has("unit_leader") and self.unit is not None and self.unit == actor.unit

    def is_shown_to(self, actor: Actor) -> bool:
        """May this actor see the task: theirs, their role's or their unit's, or they oversee all?"""
        if actor.kind != "person" or actor.has(*OVERSEERS) or actor.username in (self.assignee, self.completed_by):
            return actor.kind != "citizen"
        if self.unit is None:
            return self.role in actor.roles
        return self.unit == actor.unit

    def expect_shown_to(self, actor: Actor) -> None:
        """Raises NotFound when the actor may not see the task, in the words for one that is not there."""
        if not self.is_shown_to(actor):
            raise no_task(self.id)

    def expect_open(self) -> None:
        """Raises NotNow when it was completed or withdrawn."""
        if not self.is_open:
            raise NotNow(f"Expected an open task, but it is {self.status}. Look at the list again.")


def no_task(task_id: str) -> NotFound:
    """That there is no such task, or not for whoever asks: said in one way, so that nobody learns which."""
    return NotFound(f"Expected a task, but there is none with the id {task_id}.")


FIELDS = tuple(name for name in UserTask.__slots__ if name != "sort_due")
COLUMNS = [user_tasks.c[name] for name in FIELDS]
_READ = select(*COLUMNS)
_BY_ID = Prepared(_READ.where(user_tasks.c.id == bindparam("id")))
_OF_KEY = _READ.where(user_tasks.c.business_key == bindparam("key")).order_by(user_tasks.c.opened_at, user_tasks.c.id)
_ALL_OF_KEY, _OPEN_OF_KEY = Prepared(_OF_KEY), Prepared(_OF_KEY.where(user_tasks.c.status == OPEN))
_EARLIER = user_tasks.alias("earlier")
_WAS_HERE = exists().where(  # one row is enough, so that the hundredth round finds it as fast as the second
    _EARLIER.c.business_key == bindparam("key"),
    _EARLIER.c.instance_id == bindparam("instance"),
    _EARLIER.c.element == bindparam("at"),
    _EARLIER.c.status != OPEN,
)
_AGAIN = case(
    (and_(bindparam("if_before", type_=Integer) > 0, _WAS_HERE), bindparam("if_before", type_=Integer)), else_=0
)
_INSERT = Prepared(insert(user_tasks).values(again=_AGAIN), user_tasks.columns.keys())
_SAVE = Prepared(
    update(user_tasks)
    .where(user_tasks.c.id == bindparam("the_id"))
    .values(assignee=bindparam("assignee"), claimed_at=bindparam("claimed_at"), revision=bindparam("revision"))
)
_CLOSE = Prepared(
    update(user_tasks)
    .where(user_tasks.c.id == bindparam("the_id"))
    .values(
        status=bindparam("status"),
        closed_at=bindparam("closed_at"),
        completed_by=bindparam("completed_by"),
        revision=user_tasks.c.revision + 1,
    )
)
_MOVE = Prepared(
    update(user_tasks)
    .where(user_tasks.c.id == bindparam("the_id"))
    .values(due_at=bindparam("due_at"), sort_due=bindparam("sort_due"))
)


class UserTasks:
    """Get, add, save; and the open ones of an instance."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, task_id: str) -> UserTask:
        row = _BY_ID.first(self._connection, {"id": task_id})
        if row is None:
            raise no_task(task_id)
        return UserTask(*row)

    def of_key(self, business_key: str, *, only_open: bool = False) -> list[UserTask]:
        """Every task of a business key in order of opening."""
        rows: Any = (_OPEN_OF_KEY if only_open else _ALL_OF_KEY).all(self._connection, {"key": business_key})
        return [UserTask(*row) for row in rows]

    def add(self, tasks: Sequence[UserTask]) -> None:
        """``again`` of each says what it is if the instance was at its element before; whether it was is seen here."""
        names = UserTask.__slots__
        rows: list[dict[str, Any]] = [{name: getattr(task, name) for name in names} for task in tasks]
        for row in rows:
            row |= {"key": row["business_key"], "instance": row["instance_id"], "at": row["element"]}
            row["if_before"] = row["again"]
        _INSERT.run_each(self._connection, rows)

    def close(self, ids: Sequence[str], status: str, at: datetime, by: str | None = None) -> None:
        """Close tasks as completed by someone, or as withdrawn."""
        closed = {"status": status, "closed_at": at, "completed_by": by}
        _CLOSE.run_each(self._connection, [{"the_id": task_id, **closed} for task_id in ids])

    def move(self, due: Sequence[tuple[str, datetime | None]]) -> None:
        """Write new due times. The revision stays: nobody's half-filled form is stale because a deadline moved."""
        moved = [{"the_id": task_id, "due_at": at, "sort_due": at or NEVER} for task_id, at in due]
        _MOVE.run_each(self._connection, moved)

    def save(self, task: UserTask) -> None:
        """Write who has it, one revision on. The caller holds its lock."""
        task.revision += 1
        _SAVE.run(
            self._connection,
            {
                "the_id": task.id,
                "assignee": task.assignee,
                "claimed_at": task.claimed_at,
                "revision": task.revision,
            },
        )
