"""What a person keeps at their worklist: the columns they look at, filters under names, and cases they watch."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Column, ForeignKey, String, Table, delete

from engine.persistence.database import DISTRICT, Json, Moment, metadata
from engine.persistence.records import Records

COLUMNS = ("step", "who", "unit", "kind", "urgency", "since")  # of a worklist, beside title and deadline

desks = Table(
    "desks",
    metadata,
    Column("username", String(128), ForeignKey(f"{DISTRICT}.accounts.username"), primary_key=True),
    Column("columns", Json, nullable=False),
    Column("filters", Json, nullable=False),
)

watches = Table(
    "watches",
    metadata,
    Column("username", String(128), ForeignKey(f"{DISTRICT}.accounts.username"), primary_key=True),
    Column("case", String(32), primary_key=True),
    Column("since", Moment, nullable=False),
)


@dataclass(slots=True)
class Desk:
    """``columns`` empty means the usual ones; ``filters`` are {name, query}, query as in the list's address."""

    username: str
    columns: list[str] = field(default_factory=list)
    filters: list[dict[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Watch:
    """A case someone keeps an eye on."""

    username: str
    case: str
    since: datetime


class Desks(Records[Desk]):
    """One row a person, made when they first keep something."""

    table, record = desks, Desk

    def of(self, username: str) -> Desk:
        return self.find(username=username) or Desk(username)

    def keep(self, desk: Desk) -> None:
        """Store a desk, whether it was there before or not."""
        if self.find(username=desk.username) is None:
            self.add(desk)
        else:
            self.save(desk)


class Watches(Records[Watch]):
    """Who watches which case."""

    table, record = watches, Watch

    def end(self, username: str, case: str) -> None:
        self._connection.execute(delete(watches).where(watches.c.username == username, watches.c.case == case))
