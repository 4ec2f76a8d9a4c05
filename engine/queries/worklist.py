"""The worklist: what someone has, may take, what their unit has, what they watch. A count is its list's own."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, exists, func, or_, select, true, tuple_, type_coerce

from engine.casework.visibility import sees_all, unit_of
from engine.errors import Unusable
from engine.persistence.cases import cases, involvements
from engine.persistence.desks import watches
from engine.persistence.task_sheet import task_lines
from engine.persistence.unit_of_work import Reading
from engine.persistence.user_tasks import COLUMNS, OPEN, UserTask, user_tasks
from engine.queries.cursor import moment, page, unpack

VIEWS = ("mine", "offered", "unit", "watched")
STEPS = 200  # names of steps a filter offers at most


@dataclass(frozen=True, kw_only=True)
class Narrowed:
    """What a list and its counts may be narrowed to; every condition is optional.

    ``q``: part of a name, a number or a title. ``step``: the name of a step. ``late``: past its due time, or not.
    """

    q: str | None = None
    kind: str | None = None
    urgency: str | None = None
    step: str | None = None
    late: bool | None = None

    def narrowed(self, reading: Reading) -> ColumnElement[bool]:
        """The conditions as one, over ``user_tasks``."""
        task = user_tasks.c
        asked = [_with_word(reading, self.q)]
        if self.kind or self.urgency:
            pairs = ((cases.c.kind, self.kind), (cases.c.urgency, self.urgency))
            wanted = [column == value for column, value in pairs if value]
            asked.append(exists().where(cases.c.number == task.business_key, *wanted))
        if self.step:
            asked.append(task.name == self.step)
        if self.late is not None:
            asked.append(task.due_at < reading.now if self.late else task.sort_due >= reading.now)
        return and_(*asked)


@dataclass(frozen=True)
class Worklist(Narrowed):
    """``view``: mine (taken by me), offered (free to me), unit (all of my unit), watched (of cases I watch)."""

    view: str = "mine"
    order: str = "due"
    limit: int = 50
    cursor: str | None = None

    def answer(self, reading: Reading) -> dict[str, Any]:
        """``{"items": [line…], "next": cursor or None}``, the next due first, without a due time last."""
        if self.order != "due":
            raise Unusable(f"Expected the order due, found {self.order}.")
        query = select(*COLUMNS, user_tasks.c.sort_due).where(in_view(reading, self.view), self.narrowed(reading))
        if self.cursor is not None:
            after = unpack(self.cursor, moment, str)
            query = query.where(tuple_(user_tasks.c.sort_due, user_tasks.c.id) > tuple_(*after))
        query = query.order_by(user_tasks.c.sort_due, user_tasks.c.id).limit(self.limit + 1)
        tasks = [UserTask(*row[:-1]) for row in reading.connection.execute(query)]
        shown, following = page(tasks, self.limit, lambda task: (task.sort_due, task.id))
        return {"items": task_lines(reading, shown), "next": following}


@dataclass(frozen=True)
class WorklistCounts(Narrowed):
    """How many tasks each view has, narrowed as the list."""

    def answer(self, reading: Reading) -> dict[str, int]:
        """``{"mine": n, "offered": n, "unit": n, "watched": n}``."""
        asked = self.narrowed(reading)
        counted = select(func.count()).select_from(user_tasks)
        return {
            view: reading.connection.execute(counted.where(in_view(reading, view), asked)).scalar_one()
            for view in VIEWS
        }


@dataclass(frozen=True)
class StepsListed:
    """The names of the steps in a view, for its filter."""

    view: str = "mine"

    def answer(self, reading: Reading) -> list[dict[str, str | None]]:
        """``[{name, name_en}]`` by name."""
        names = user_tasks.c.name, user_tasks.c.name_en
        query = select(*names).distinct().where(in_view(reading, self.view)).order_by(*names).limit(STEPS)
        return [{"name": row.name, "name_en": row.name_en} for row in reading.connection.execute(query)]


def in_view(reading: Reading, view: str) -> ColumnElement[bool]:
    """The open tasks of a view of the reader's."""
    me = reading.by
    task = user_tasks.c
    if view == "mine":
        return and_(task.status == OPEN, task.assignee == me.username)
    if view == "offered":
        not_barred = or_(
            task.not_by.is_(None), ~type_coerce(task.not_by, Text).contains(f"|{me.username}|", autoescape=True)
        )
        whose = task.unit.is_(None) if me.unit is None else or_(task.unit.is_(None), task.unit == me.unit)
        return and_(task.status == OPEN, task.assignee.is_(None), task.role.in_(sorted(me.roles)), whose, not_barred)
    if view == "unit":
        if me.unit is None:  # the centre's own people: everything their roles do, whoever has it
            return and_(task.status == OPEN, task.unit.is_(None), task.role.in_(sorted(me.roles)))
        return and_(task.status == OPEN, task.unit == me.unit)
    if view == "watched":
        return and_(task.status == OPEN, task.business_key.in_(_watched(reading)))
    raise Unusable(f"Expected one of the views {', '.join(VIEWS)}, found {view}.")


def _watched(reading: Reading) -> Any:
    """The numbers of the cases the reader watches and may still read."""
    watched = select(watches.c.case).where(watches.c.username == reading.by.username)
    if sees_all(reading.by):
        return watched
    involved = exists().where(involvements.c.unit == unit_of(reading.by), involvements.c.case_number == watches.c.case)
    return watched.where(involved)


def _with_word(reading: Reading, word: str | None) -> ColumnElement[bool]:
    if not word or not word.strip():
        return true()
    word = word.strip()
    task = user_tasks.c
    return or_(
        task.name.icontains(word, autoescape=True),
        task.name_en.icontains(word, autoescape=True),
        task.business_key.icontains(word, autoescape=True),
        task.business_key.in_(reading.keys_titled(word)),
    )
