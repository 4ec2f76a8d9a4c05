"""Clusters as a list, and the board behind it: which matters come in where, counted from the requests themselves."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, tuple_

from engine.casework.cluster import OPEN
from engine.casework.visibility import sees_all
from engine.errors import NotAllowed
from engine.persistence.cases import cases
from engine.persistence.clusters import clusters
from engine.persistence.unit_of_work import Reading
from engine.queries.cursor import moment, page, unpack

MATTERS = 20  # rows of the board: those with the most requests


@dataclass(frozen=True)
class Clusters:
    """The newest first; ``state``: only open, convened or dismissed ones."""

    state: str | None = None
    limit: int = 50
    cursor: str | None = None

    def answer(self, reading: Reading) -> dict[str, Any]:
        """``{"items": [cluster…], "next": cursor or None}``. Raises: NotAllowed outside the offices."""
        refuse_outsiders(reading)
        order = clusters.c.opened_at, clusters.c.number
        query = select(clusters)
        if self.state:
            query = query.where(clusters.c.state == self.state)
        if self.cursor is not None:
            query = query.where(tuple_(*order) < tuple_(*unpack(self.cursor, moment, str)))
        query = query.order_by(*(column.desc() for column in order)).limit(self.limit + 1)
        rows = reading.connection.execute(query).all()
        shown, following = page(rows, self.limit, lambda row: (row.opened_at, row.number))
        return {"items": [line(reading, row) for row in shown], "next": following}


@dataclass(frozen=True)
class ClusterBoard:
    """Requests by matter and street over the last ``days``."""

    days: int = 30

    def answer(self, reading: Reading) -> dict[str, Any]:
        """``{days, since, streets, matters: [{matter, level3, total, counts: by street, cluster}]}``, the most first.

        ``cluster`` is the number of an open cluster of the matter, by street. Raises: NotAllowed outside the offices.
        """
        refuse_outsiders(reading)
        since = reading.now - timedelta(days=self.days)
        query = select(cases.c.matter, cases.c.level3, cases.c.street, func.count().label("many"))
        query = query.where(cases.c.registered_at >= since, cases.c.matter.is_not(None))
        rows = reading.connection.execute(query.group_by(cases.c.matter, cases.c.level3, cases.c.street)).all()
        counts: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
        for row in rows:
            counts[row.matter, row.level3][row.street] = row.many
        most = sorted(counts, key=lambda one: (-sum(counts[one].values()), one))[:MATTERS]
        there = _open_by_matter(reading)
        streets = list(dict.fromkeys(place.street for place in reading.places.all()))
        return {
            "days": self.days,
            "since": since.isoformat(),
            "streets": streets + sorted({row.street for row in rows} - set(streets)),
            "matters": [
                {
                    "matter": matter,
                    "level3": level3,
                    "total": sum(counts[matter, level3].values()),
                    "counts": counts[matter, level3],
                    "clusters": there.get(matter, {}),
                }
                for matter, level3 in most
            ],
        }


def refuse_outsiders(reading: Reading) -> None:
    """Raises NotAllowed for whoever's office does not cover the district."""
    if not sees_all(reading.by):
        raise NotAllowed("Expected a member of the command centre; what is alike is looked at for the whole district.")


def line(reading: Reading, row: Any) -> dict[str, Any]:
    """A cluster in a list: ``size`` when it was proposed, ``now`` as it stands."""
    now = row.size
    if row.state == OPEN:
        now = reading.clusters.size(row.matter, row.street, row.community, row.since)
    return {
        "number": row.number,
        "matter": row.matter,
        "level3": row.level3,
        "street": row.street,
        "community": row.community,
        "since": row.since.isoformat(),
        "size": row.size,
        "now": now,
        "opened_at": row.opened_at.isoformat(),
        "state": row.state,
        "lead_case": row.lead_case,
        "joint": row.joint,
        "settled_at": _text(row.settled_at),
        "reason": row.reason,
    }


def _open_by_matter(reading: Reading) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = defaultdict(dict)
    rows: Sequence[Any] = reading.connection.execute(select(clusters).where(clusters.c.state == OPEN)).all()
    for row in rows:
        found[row.matter][row.street] = row.number
    return found


def _text(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
