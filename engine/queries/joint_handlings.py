"""Joint handlings as a list, the newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, true, tuple_

from engine.casework.joint_handling import RELEASED, REPORTED, Branch
from engine.casework.visibility import sees_all, unit_of
from engine.errors import NotAllowed
from engine.persistence.cases import cases
from engine.persistence.identity_requests import accused_units
from engine.persistence.joint_handlings import joint_branches, joint_cases, joint_handlings, joint_involvements
from engine.persistence.unit_of_work import Reading
from engine.queries.cursor import moment, page, unpack
from engine.queries.naming import called


@dataclass(frozen=True)
class JointHandlings:
    """All a person may see. ``limit``: how many; ``cursor``: the ``next`` of the answer before."""

    limit: int = 50
    cursor: str | None = None

    def answer(self, reading: Reading) -> dict[str, Any]:
        """``{"items": [line…], "next": cursor or None}``. Raises: NotAllowed for whoever has no part in any."""
        order = joint_handlings.c.convened_at, joint_handlings.c.number
        query = select(joint_handlings).where(may_read_joint(reading))
        if self.cursor is not None:
            query = query.where(tuple_(*order) < tuple_(*unpack(self.cursor, moment, str)))
        query = query.order_by(*(column.desc() for column in order)).limit(self.limit + 1)
        rows = reading.connection.execute(query).all()
        shown, following = page(rows, self.limit, lambda row: (row.convened_at, row.number))
        return {"items": _lines(reading, shown), "next": following}


def may_read_joint(reading: Reading) -> ColumnElement[bool]:
    """Which joint handlings: the offices all, a unit those it leads, has a branch in, or has to do something for.

    Raises:
        NotAllowed: neither an office nor a unit.
    """
    if sees_all(reading.by):
        return true()
    unit = unit_of(reading.by)
    if unit is None:
        raise NotAllowed("Expected a member of the command centre or of a unit; joint handlings are not public.")
    own = select(joint_branches.c.joint).where(joint_branches.c.unit == unit, ~_sent_away(unit))
    named = select(joint_involvements.c.joint).where(joint_involvements.c.unit == unit)
    number = joint_handlings.c.number
    return or_(joint_handlings.c.lead_unit == unit, number.in_(own), number.in_(named))


def _sent_away(unit: str) -> ColumnElement[bool]:
    """Was this branch released while a case of the joint handling complains of its unit, and nobody let that act?"""
    of_case = joint_cases.join(accused_units, accused_units.c.case == joint_cases.c.case)
    barred = (
        select(joint_cases.c.case)
        .select_from(of_case)
        .where(joint_cases.c.joint == joint_branches.c.joint, accused_units.c.unit == unit)
        .where(accused_units.c.let_act_by.is_(None))
    )
    return and_(joint_branches.c.state == RELEASED, barred.correlate(joint_branches).exists())


def _lines(reading: Reading, rows: Sequence[Any]) -> list[dict[str, Any]]:
    numbers = [row.number for row in rows]
    held: dict[str, list[tuple[str, str]]] = {number: [] for number in numbers}
    query = select(joint_cases.c.joint, cases.c.number, cases.c.title).join(cases, cases.c.number == joint_cases.c.case)
    for row in reading.connection.execute(query.where(joint_cases.c.joint.in_(numbers)).order_by(cases.c.number)):
        held[row.joint].append((row.number, row.title))
    parts: dict[str, list[Any]] = {number: [] for number in numbers}
    for row in reading.connection.execute(select(joint_branches).where(joint_branches.c.joint.in_(numbers))):
        parts[row.joint].append(row)
    names = reading.unit_names({row.lead_unit for row in rows if row.lead_unit})
    return [_line(row, held[row.number], parts[row.number], names) for row in rows]


def _line(row: Any, held: Sequence[tuple[str, str]], parts: Sequence[Branch], names: Any) -> dict[str, Any]:
    going = [part for part in parts if part.state != RELEASED]
    due = max((part.due_at for part in going), default=None)
    over = row.replied_at or row.ended_at
    return {
        "number": row.number,
        "title": held[0][1] if held else row.reason,
        "state": row.state,
        **called("lead_unit", row.lead_unit, names),
        "cases": [number for number, _ in held],
        "branches": len(going),
        "reported": sum(part.state == REPORTED for part in going),
        "due": due.isoformat() if due else None,
        "convened_at": row.convened_at.isoformat(),
        "ended_at": over.isoformat() if over else None,
    }
