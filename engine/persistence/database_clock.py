"""The clock of the database, so that no node runs ahead of another."""

import threading
import time
from datetime import datetime, timedelta

from sqlalchemy import DateTime, func, select

from engine.persistence.database import Database

FRESH = 10.0  # seconds a reading is carried forward by the machine's monotonic clock, which nobody sets


class DatabaseClock:
    """PostgreSQL's ``clock_timestamp()``, read now and then and carried forward in between.

    The reading is counted from the moment the answer arrived, so this clock is late by at most one round trip and never
    early: no timer fires before its time.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._reading: tuple[datetime, float] | None = None

    def now(self) -> datetime:
        with self._lock:
            if self._reading is None or time.monotonic() - self._reading[1] > FRESH:
                self._reading = self._read()
            at, arrived = self._reading
            return at + timedelta(seconds=time.monotonic() - arrived)

    def _read(self) -> tuple[datetime, float]:
        with self._database.reading() as connection:
            at: datetime = connection.execute(select(func.clock_timestamp(type_=DateTime(timezone=True)))).scalar_one()
        return at, time.monotonic()
