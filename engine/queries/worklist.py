"""The worklist: what someone has, may take, or what their unit has. Rows only; the count is the list's own."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, func, or_, select, true, tuple_, type_coerce

from engine.errors import Unusable
from engine.persistence.task_sheet import task_lines
from engine.persistence.unit_of_work import Reading
from engine.persistence.user_tasks import COLUMNS, OPEN, UserTask, user_tasks
from engine.queries.cursor import moment, page, unpack

VIEWS = ("mine", "offered", "unit")


@dataclass(frozen=True)
class Worklist:
    """``view``: mine (taken by me), offered (free to me), unit (all of my unit). ``q``: part of a name or title."""

    view: str = "mine"
    order: str = "due"
    q: str | None = None
    limit: int = 50
    cursor: str | None = None

    def answer(self, reading: Reading) -> dict[str, Any]:
        """``{"items": [line…], "next": cursor or None}``, the next due first, without a due time last."""
        if self.order != "due":
            raise Unusable(f"Expected the order due, found {self.order}.")
        query = select(*COLUMNS, user_tasks.c.sort_due).where(_in_view(reading, self.view), _with_word(reading, self.q))
        if self.cursor is not None:
            after = unpack(self.cursor, moment, str)
            query = query.where(tuple_(user_tasks.c.sort_due, user_tasks.c.id) > tuple_(*after))
        query = query.order_by(user_tasks.c.sort_due, user_tasks.c.id).limit(self.limit + 1)
        tasks = [UserTask(*row[:-1]) for row in reading.connection.execute(query)]
        shown, following = page(tasks, self.limit, lambda task: (task.sort_due, task.id))
        return {"items": task_lines(reading, shown), "next": following}


@dataclass(frozen=True)
class WorklistCounts:
    """How many tasks each view has; ``q`` as in the list."""

    q: str | None = None

    def answer(self, reading: Reading) -> dict[str, int]:
        """``{"mine": n, "offered": n, "unit": n}``."""
        word = _with_word(reading, self.q)
        counted = select(func.count()).select_from(user_tasks)
        return {
            view: reading.connection.execute(counted.where(_in_view(reading, view), word)).scalar_one()
            for view in VIEWS
        }


def _in_view(reading: Reading, view: str) -> ColumnElement[bool]:
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
    raise Unusable(f"Expected one of the views {', '.join(VIEWS)}, found {view}.")


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
