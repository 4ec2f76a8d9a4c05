"""Requests of the past, as other systems recorded them: one row per source and record, never twice."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Column, Date, String, Table, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from engine.casework.imported_request import ImportedRequest
from engine.persistence.database import Moment, metadata

past_requests = Table(
    "past_requests",
    metadata,
    Column("source", String(64), primary_key=True),
    Column("record_id", String(64), primary_key=True),
    Column("received_on", Date, nullable=False, index=True),
    Column("kind", String(32), nullable=False),
    Column("street", String(64)),
    Column("community", String(64)),
    Column("level1", String(128)),
    Column("level2", String(128)),
    Column("level3", String(128), index=True),
    Column("handling_unit", String(128)),
    Column("outcome", String(64)),
    Column("imported_at", Moment, nullable=False),
    Column("imported_by", String(128), nullable=False),
)
_FIELDS = tuple(ImportedRequest.__dataclass_fields__)
_READ = select(*(past_requests.c[name] for name in _FIELDS)).order_by(
    past_requests.c.received_on, past_requests.c.record_id
)
_INSERT = {
    "sqlite": sqlite.insert(past_requests).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(past_requests).on_conflict_do_nothing(),
}


class PastRequests:
    """Add and read records of the past."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, requests: Sequence[ImportedRequest], at: datetime, by: str) -> int:
        """Keep those not kept yet; answers how many that were."""
        if not requests:
            return 0
        before = self.count()
        rows = [
            {**{name: getattr(request, name) for name in _FIELDS}, "imported_at": at, "imported_by": by}
            for request in requests
        ]
        self._connection.execute(_INSERT[self._connection.dialect.name], rows)
        return self.count() - before

    def count(self) -> int:
        """How many records there are."""
        return int(self._connection.execute(select(func.count()).select_from(past_requests)).scalar_one())

    def earliest(self, most: int) -> list[ImportedRequest]:
        """The first ``most`` records by the day they came in."""
        return [ImportedRequest(*row) for row in self._connection.execute(_READ.limit(most))]
