"""Requests that citizens have begun to write and not yet sent: under lock and key, and gone within the hour."""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import Column, LargeBinary, String, Table, delete
from sqlalchemy.engine import Connection

from engine.persistence.database import Moment, metadata
from engine.persistence.sealed import seal, unseal
from engine.persistence.unsent import KEY
from engine.settings import Settings

KEPT_FOR = timedelta(hours=1)  # since the last step: who comes back later to a counter's screen is somebody else

begun = Table(
    "begun_requests",
    metadata,
    Column("mark", String(64), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("saved_at", Moment, nullable=False, index=True),
)


class BegunRequests:
    """Find, keep, drop. Each is found only by who knows what it was kept under; the table knows a hash of that."""

    def __init__(self, connection: Connection, settings: Settings, at: datetime) -> None:
        self._connection = connection
        self._settings = settings
        self._at = at

    def find(self, under: str) -> dict[str, str] | None:
        """The fields as they were kept; None when there are none, or they are too old."""
        where = begun.c.mark == _mark(under), begun.c.saved_at > self._at - KEPT_FOR
        row = self._connection.execute(begun.select().where(*where)).first()
        return None if row is None else dict(unseal(self._settings.secret(KEY), row.sealed, row.mark))

    def keep(self, under: str, fields: dict[str, str]) -> None:
        """Store the fields in place of what was stored before."""
        self.drop(under)
        sealed = seal(self._settings.secret(KEY), fields, _mark(under))
        self._connection.execute(begun.insert(), {"mark": _mark(under), "sealed": sealed, "saved_at": self._at})

    def drop(self, under: str) -> None:
        self._connection.execute(delete(begun).where(begun.c.mark == _mark(under)))

    def sweep(self) -> int:
        """Forget those that are too old; returns how many."""
        return self._connection.execute(delete(begun).where(begun.c.saved_at <= self._at - KEPT_FOR)).rowcount


def _mark(under: str) -> str:
    return hashlib.sha256(f"begun/{under}".encode()).hexdigest()
