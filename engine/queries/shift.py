"""What a shift leader watches: the returns that wait for review, and the load of each dispatcher."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import case, func, select, tuple_

from engine.errors import NotAllowed
from engine.persistence.accounts import accounts
from engine.persistence.cases import cases
from engine.persistence.disputes import returns
from engine.persistence.unit_of_work import Reading
from engine.persistence.user_tasks import COMPLETED, OPEN, user_tasks
from engine.queries.cursor import moment, page, unpack
from engine.queries.naming import called

WATCHES = ("shift_leader", "coordinator", "leader", "admin")
REVIEW, COSIGN, DISPATCH = "return_review", "cosign", "dispatch"  # names of deadlines (casework)
DISPATCHER = "dispatcher"
ERROR = "dispatcher_error"


@dataclass(frozen=True)
class ReturnsToReview:
    """Returns that their unit's leader has signed and nobody has decided, the soonest due first."""

    limit: int = 50
    cursor: str | None = None

    def answer(self, reading: Reading) -> dict[str, Any]:
        """``{"items": [return…], "next": cursor or None, "cosigning": n}``; cosigning are those still with a leader.

        Raises: NotAllowed for everyone who does not watch over the shift.
        """
        _expect_watcher(reading)
        task = user_tasks.c
        query = select(returns, cases.c.title, task.id.label("task"), task.due_at, task.opened_at, task.sort_due)
        query = query.join(cases, cases.c.number == returns.c.case)
        query = query.join(user_tasks, (task.business_key == returns.c.case) & (task.status == OPEN))
        query = query.where(returns.c.decision.is_(None), task.deadline == REVIEW)
        if self.cursor is not None:
            query = query.where(tuple_(task.sort_due, task.id) > tuple_(*unpack(self.cursor, moment, str)))
        rows = reading.connection.execute(query.order_by(task.sort_due, task.id).limit(self.limit + 1)).all()
        shown, following = page(rows, self.limit, lambda row: (row.sort_due, row.task))
        names = reading.unit_names({unit for row in shown for unit in (row.unit, row.suggested_unit) if unit})
        cosigning = select(func.count()).where(task.status == OPEN, task.deadline == COSIGN)
        return {
            "items": [_line(row, names) for row in shown],
            "next": following,
            "cosigning": reading.connection.execute(cosigning).scalar_one(),
        }


@dataclass(frozen=True)
class DispatcherLoad:
    """What each dispatcher has in hand, and how much of what they sent came back within ``days`` days."""

    days: int = 30

    def answer(self, reading: Reading) -> dict[str, Any]:
        """``{"people": [{username, name, open, due_today, overdue, returned, errors}…], "free": {open, …}, "days"}``.

        ``due_today`` is due until midnight of the district and not overdue; ``free`` is what nobody has taken;
        ``errors`` are those returns that a review found to be the dispatcher's. Raises: NotAllowed.
        """
        _expect_watcher(reading)
        in_hand = _in_hand(reading)
        back = self._came_back(reading)
        nothing = {"open": 0, "due_today": 0, "overdue": 0}
        people = [
            {"username": username, "name": name, **in_hand.get(username, nothing), **back.get(username, _count(()))}
            for username, name in _dispatchers(reading, {*in_hand, *back} - {None})
        ]
        return {"people": people, "free": in_hand.get(None, nothing), "days": self.days}

    def _came_back(self, reading: Reading) -> dict[str | None, dict[str, int]]:
        """By dispatcher: the returns since then, each counted for whoever dispatched the case last before it."""
        task, since = user_tasks.c, reading.now - timedelta(days=self.days)
        query = select(returns.c.id, returns.c.decision, task.completed_by)
        query = query.join(user_tasks, (task.business_key == returns.c.case) & (task.closed_at <= returns.c.raised_at))
        query = query.where(returns.c.raised_at >= since, task.status == COMPLETED, task.deadline == DISPATCH)
        last = {row.id: row for row in reading.connection.execute(query.order_by(task.closed_at))}
        decisions: dict[str | None, list[str | None]] = {}
        for row in last.values():
            decisions.setdefault(row.completed_by, []).append(row.decision)
        return {who: _count(decided) for who, decided in decisions.items()}


def _in_hand(reading: Reading) -> dict[str | None, dict[str, int]]:
    """By who has taken them (None: nobody), the open tasks of dispatchers."""
    task, now = user_tasks.c, reading.now
    midnight = _midnight(reading)
    late, today = task.due_at < now, (task.due_at >= now) & (task.due_at < midnight)
    query = select(
        task.assignee,
        func.count().label("open"),
        func.sum(case((today, 1), else_=0)).label("due_today"),
        func.sum(case((late, 1), else_=0)).label("overdue"),
    )
    query = query.where(task.status == OPEN, task.role == DISPATCHER).group_by(task.assignee)
    return {
        row.assignee: {"open": row.open, "due_today": int(row.due_today), "overdue": int(row.overdue)}
        for row in reading.connection.execute(query)
    }


def _midnight(reading: Reading) -> datetime:
    """When the district's day ends."""
    zone = reading.settings.zone
    tomorrow = reading.now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), zone)


def _dispatchers(reading: Reading, others: set[Any]) -> list[tuple[str, str]]:
    """User name and name of everyone who dispatches now, or did what is counted."""
    query = select(accounts.c.username, accounts.c.name, accounts.c.roles, accounts.c.active)
    return [
        (row.username, row.name)
        for row in reading.connection.execute(query.order_by(accounts.c.username))
        if row.username in others or (row.active and DISPATCHER in row.roles)
    ]


def _count(decisions: Any) -> dict[str, int]:
    return {"returned": len(decisions), "errors": sum(one == ERROR for one in decisions)}


def _line(row: Any, names: Any) -> dict[str, Any]:
    return {
        "case": row.case,
        "title": row.title,
        "task": row.task,
        **called("unit", row.unit, names),
        "ground": row.ground,
        "clause": row.clause,
        "evidence": row.evidence,
        **called("suggested_unit", row.suggested_unit, names),
        "raised_at": row.raised_at.isoformat(),
        "opened_at": row.opened_at.isoformat(),
        "due_at": row.due_at.isoformat() if row.due_at else None,
    }


def _expect_watcher(reading: Reading) -> None:
    if not reading.by.has(*WATCHES):
        raise NotAllowed("Expected a shift leader, coordinator, leader or administrator; others see their own tasks.")
