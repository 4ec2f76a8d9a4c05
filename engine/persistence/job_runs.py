"""Which slots of the periodic jobs were taken, so that one node of many does each."""

from datetime import datetime

from sqlalchemy import Column, String, Table, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from engine.persistence.database import Moment, metadata

job_runs = Table(
    "job_runs",
    metadata,
    Column("job", String(64), primary_key=True),
    Column("slot", Moment, primary_key=True),
    Column("taken_at", Moment, nullable=False),
)

_TAKE = {
    "sqlite": sqlite.insert(job_runs).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(job_runs).on_conflict_do_nothing(),
}


class JobRuns:
    """Take a slot; sweep the old ones."""

    def __init__(self, connection: Connection, at: datetime) -> None:
        self._connection = connection
        self._at = at

    def take(self, job: str, slot: datetime) -> bool:
        """Is this slot of the job ours to do?"""
        row = {"job": job, "slot": slot, "taken_at": self._at}
        return self._connection.execute(_TAKE[self._connection.dialect.name], row).rowcount == 1

    def sweep(self, before: datetime) -> int:
        return self._connection.execute(delete(job_runs).where(job_runs.c.slot < before)).rowcount
