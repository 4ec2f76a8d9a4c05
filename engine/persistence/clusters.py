"""Clusters and recurrences, and the requests they are counted from."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Boolean, Column, Index, Integer, Select, String, Table, Text, func, or_, select

from engine.casework.case import Case, State
from engine.casework.cluster import OPEN, Cluster, Recurrence
from engine.casework.likeness import metres_between
from engine.errors import NotFound
from engine.persistence.cases import case_of, cases
from engine.persistence.database import Moment, metadata
from engine.persistence.joint_handlings import joint_cases
from engine.persistence.records import Records

clusters = Table(
    "clusters",
    metadata,
    Column("number", String(32), primary_key=True),
    Column("matter", String(32), nullable=False),
    Column("level3", String(128), nullable=False),
    Column("street", String(64), nullable=False),
    Column("community", String(64)),
    Column("since", Moment, nullable=False),
    Column("size", Integer, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("state", String(16), nullable=False),
    Column("lead_case", String(32)),
    Column("joint", String(32)),
    Column("settled_by", String(128)),
    Column("settled_at", Moment),
    Column("reason", Text),
)
_OPEN = clusters.c.state == OPEN
Index(
    "uq_clusters_open",
    clusters.c.matter,
    clusters.c.street,
    func.coalesce(clusters.c.community, ""),
    unique=True,
    sqlite_where=_OPEN,
    postgresql_where=_OPEN,
)
Index("ix_clusters_newest", clusters.c.opened_at.desc(), clusters.c.number.desc())

recurrences = Table(
    "recurrences",
    metadata,
    Column("case", String(32), primary_key=True),
    Column("earlier", String(32), nullable=False, index=True),
    Column("matter", String(32), nullable=False),
    Column("street", String(64), nullable=False),
    Column("community", String(64)),
    Column("days", Integer, nullable=False),
    Column("nth", Integer, nullable=False),
    Column("after_joint", Boolean, nullable=False),
    Column("found_at", Moment, nullable=False, index=True),
    Column("escalated_at", Moment),
)


class Clusters(Records[Cluster]):
    """Clusters by number, and the requests of a matter at a place."""

    table, record = clusters, Cluster

    def get(self, number: str) -> Cluster:
        """The cluster of a number. Raises: NotFound."""
        found = self.find(number=number)
        if found is None:
            raise NotFound(f"Expected a cluster, but there is none with the number {number}.")
        return found

    def meant(self, number: str) -> Cluster:
        """The cluster of a number, or the open one a case of this number belongs to. Raises: NotFound."""
        row = self._connection.execute(select(cases).where(cases.c.number == number)).mappings().first()
        return (self.open_at(case_of(row)) if row else None) or self.get(number)

    def open_at(self, case: Case) -> Cluster | None:
        """The open cluster a case belongs to."""
        place = {"street": case.place.street, "community": case.place.community}
        return self.find(matter=case.matter.code, state=OPEN, **place) if case.matter else None

    def counted_from(self, case: Case, at_most: datetime) -> datetime:
        """From when the like of a case is counted: the window's beginning, or the last decision on such a cluster."""
        query = select(func.max(clusters.c.settled_at)).where(
            clusters.c.matter == (case.matter.code if case.matter else None),
            clusters.c.street == case.place.street,
            func.coalesce(clusters.c.community, "") == (case.place.community or ""),
        )
        settled = self._connection.execute(query).scalar()
        return max(settled, at_most) if settled else at_most

    def size(self, matter: str, street: str, community: str | None, since: datetime) -> int:
        """How many requests of a matter at a place came in since then, those merged into one of them included."""
        query = members(matter, street, community, since)
        return int(self._connection.execute(select(func.count()).select_from(query.subquery())).scalar_one())

    def members(self, cluster: Cluster) -> list[Case]:
        """The requests of a cluster, the oldest first; of one that is settled those that had come by then."""
        query = members(cluster.matter, cluster.street, cluster.community, cluster.since)
        if cluster.settled_at is not None:
            query = query.where(cases.c.registered_at <= cluster.settled_at)
        query = query.order_by(cases.c.registered_at, cases.c.number)
        return [case_of(row) for row in self._connection.execute(query).mappings()]


class Recurrences(Records[Recurrence]):
    """What came back, by the case it came back as."""

    table, record = recurrences, Recurrence

    def closed_before(self, case: Case, within: timedelta, apart: float) -> Case | None:
        """The last case of the same matter and place closed within a span before this one came in.

        Args:
            apart: metres from which on two spots are two places, where both have coordinates.
        """
        if case.matter is None:
            return None
        query = members(case.matter.code, case.place.street, case.place.community, None)
        query = query.where(cases.c.state == State.CLOSED.value, cases.c.number != case.number)
        query = query.where(cases.c.closed_at <= case.registered_at, cases.c.closed_at >= case.registered_at - within)
        query = query.order_by(cases.c.closed_at.desc(), cases.c.number)
        for row in self._connection.execute(query.limit(200)).mappings():
            earlier = case_of(row)
            metres = metres_between(case.place, earlier.place)
            if metres is None or metres <= apart:
                return earlier
        return None

    def was_joint(self, case: Case) -> bool:
        """Was a case, or the one it was merged into, handled by several units together?"""
        family = [number for number in (case.number, case.merged_into) if number]
        query = select(joint_cases.c.joint).where(joint_cases.c.case.in_(family)).limit(1)
        return self._connection.execute(query).first() is not None


def members(matter: str, street: str, community: str | None, since: datetime | None) -> Select[Any]:
    """Cases of a matter at a place: their own, and those a person merged into one of these."""
    there = (cases.c.matter == matter) & (cases.c.street == street)
    if community is not None:
        there &= cases.c.community == community
    own = select(cases.c.number).where(there)
    query = select(cases).where(or_(there, cases.c.merged_into.in_(own)))
    return query if since is None else query.where(cases.c.registered_at >= since)
