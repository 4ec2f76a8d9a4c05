"""Requests as other systems recorded them: one row per source and record, never twice.

With an outcome it is a record of the past; without one it was filed as a case when it came in.
"""

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
_READ = select(*(past_requests.c[name] for name in _FIELDS))
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

    def find(self, source: str, record_id: str) -> ImportedRequest | None:
        """The record, or None."""
        query = _READ.where(past_requests.c.source == source, past_requests.c.record_id == record_id)
        row = self._connection.execute(query).first()
        return None if row is None else ImportedRequest(*row)
