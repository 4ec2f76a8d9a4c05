"""What is due next for cases: the earliest of their running clocks."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import select

from engine.persistence.deadlines import deadlines
from engine.persistence.unit_of_work import Reading


def next_deadlines(
    reading: Reading, numbers: Collection[str], names: Iterable[str] | None = None
) -> dict[str, dict[str, Any]]:
    """{name, due, started_at, provisional} by number, for those that have one; ``names``: only these clocks."""
    if not numbers:
        return {}
    query = (
        select(deadlines.c.about, deadlines.c.name, deadlines.c.due_at, deadlines.c.started_at, deadlines.c.provisional)
        .where(deadlines.c.about.in_(numbers), deadlines.c.state == "running")
        .order_by(deadlines.c.due_at.desc())
    )
    if names is not None:
        query = query.where(deadlines.c.name.in_(list(names)))
    return {
        row.about: {
            "name": row.name,
            "due": row.due_at.isoformat(),
            "started_at": row.started_at.isoformat(),
            "provisional": row.provisional,
        }
        for row in reading.connection.execute(query)
    }
