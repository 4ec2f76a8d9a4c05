"""What is supervised now: under key supervision, or on a rung of the ladder behind a limit that has passed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, func, or_, select, tuple_

from engine.casework.case import ENDED, State
from engine.casework.deadline import HANDLE
from engine.casework.entitlement import ORDERS_KEY_SUPERVISION
from engine.casework.supervision import KEY
from engine.errors import NotAllowed
from engine.persistence.accounts import accounts
from engine.persistence.cases import cases
from engine.persistence.deadlines import deadlines
from engine.persistence.journal import journal
from engine.persistence.supervisions import rungs_taken, supervisions
from engine.persistence.unit_of_work import Reading
from engine.persistence.user_tasks import OPEN, user_tasks
from engine.queries.cursor import moment, page, unpack
from engine.queries.naming import called

WATCH = (*ORDERS_KEY_SUPERVISION, "shift_leader", "admin")


@dataclass(frozen=True)
class Supervised:
    """The newest first. ``limit``: how many; ``cursor``: the ``next`` of the answer before."""

    limit: int = 50
    cursor: str | None = None

    def answer(self, reading: Reading) -> dict[str, Any]:
        """``{"items": [{key, title, unit, ordered, since, rung, rung_at, by, reason, task, role, assignee}], "next"}``.

        ``ordered``: key supervision, which has no rung; ``by`` and ``reason`` are those of its order. ``since`` is when
        it was ordered, or when the limit passed. Raises: NotAllowed for those outside the offices.
        """
        if not reading.by.may_act_as(*WATCH):
            raise NotAllowed("Expected a coordinator, supervisor or leader: the list is theirs.")
        query, order = _running(reading)
        if self.cursor is not None:
            query = query.where(tuple_(*order) < tuple_(*unpack(self.cursor, moment, str)))
        query = query.order_by(*(column.desc() for column in order)).limit(self.limit + 1)
        rows = reading.connection.execute(query).all()
        shown, following = page(rows, self.limit, lambda row: (row.since, row.key))
        return {"items": _lines(reading, shown), "next": following}


def _running(reading: Reading) -> tuple[Select[Any], tuple[Any, Any]]:
    """Orders that are not lifted, and ladders whose limit runs and has passed: what rests is not supervised."""
    passed = and_(
        deadlines.c.about == supervisions.c.about,
        deadlines.c.subject == supervisions.c.subject,
        deadlines.c.name.in_((HANDLE, "branch")),
        deadlines.c.state == "running",
        deadlines.c.due_at < reading.now,
    )
    since = func.coalesce(deadlines.c.due_at, supervisions.c.begun_at)
    query = select(
        *(supervisions.c[name] for name in ("key", "about", "subject")),
        since.label("since"),
        cases.c.title,
        func.coalesce(cases.c.owner_unit, cases.c.lead_unit).label("unit"),
    )
    query = query.join(deadlines, passed, isouter=True).join(
        cases, cases.c.number == supervisions.c.about, isouter=True
    )
    query = query.where(
        supervisions.c.ended_at.is_(None),
        or_(supervisions.c.subject == KEY, deadlines.c.due_at.is_not(None)),
        or_(cases.c.state.is_(None), cases.c.state.not_in((*sorted(ENDED), State.MERGED))),
    )
    return query, (since, supervisions.c.key)


def _lines(reading: Reading, rows: Sequence[Any]) -> list[dict[str, Any]]:
    keys = [row.key for row in rows]
    rungs, orders, tasks = _rungs(reading, keys), _orders(reading, rows), _tasks(reading, keys)
    units = {row.key: row.unit if row.subject in ("", KEY) else row.subject for row in rows}
    names = reading.unit_names({unit for unit in units.values() if unit})
    return [
        {
            "key": row.key,
            "title": row.title,
            **called("unit", units[row.key], names),
            "ordered": row.subject == KEY,
            "since": row.since.isoformat(),
            **rungs.get(row.key, {"rung": None, "rung_at": None}),
            **orders.get(row.about if row.subject == KEY else "", {"by": None, "reason": None}),
            **tasks.get(row.key, {"task": None, "role": None, "assignee": None}),
        }
        for row in rows
    ]


def _rungs(reading: Reading, keys: Sequence[str]) -> dict[str, dict[str, Any]]:
    """The last rung each has taken."""
    query = select(rungs_taken).where(rungs_taken.c.key.in_(keys)).order_by(rungs_taken.c.taken_at)
    return {
        row.key: {"rung": row.rung, "rung_at": row.taken_at.isoformat()} for row in reading.connection.execute(query)
    }


def _orders(reading: Reading, rows: Sequence[Any]) -> dict[str, dict[str, Any]]:
    """By case: who ordered key supervision last, and why."""
    about = [row.about for row in rows if row.subject == KEY]
    query = select(journal.c.business_key, journal.c.actor_name, journal.c.details).where(
        journal.c.business_key.in_(about), journal.c.kind == "supervision"
    )
    told = reading.connection.execute(query.order_by(journal.c.business_key, journal.c.seq))
    return {
        row.business_key: {"by": row.actor_name, "reason": row.details.get("reason")}
        for row in told
        if row.details.get("decision") == "order"
    }


def _tasks(reading: Reading, keys: Sequence[str]) -> dict[str, dict[str, Any]]:
    """By supervision: the open task of whoever supervises, and who has taken it."""
    query = select(user_tasks.c.business_key, user_tasks.c.id, user_tasks.c.role, accounts.c.name)
    query = query.join(accounts, accounts.c.username == user_tasks.c.assignee, isouter=True)
    query = query.where(user_tasks.c.status == OPEN, user_tasks.c.business_key.in_(keys))
    return {
        row.business_key: {"task": row.id, "role": row.role, "assignee": row.name}
        for row in reading.connection.execute(query)
    }
