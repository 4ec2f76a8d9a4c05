"""The outbox: what is still to be delivered, written with the act that caused it. Delivery is at least once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, Index, Integer, String, Table, Text, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from engine.persistence.database import Json, Moment, metadata
from engine.persistence.ids import new_id
from engine.persistence.prepared import Prepared

WAITING, DELIVERED, DEAD, UNHEARD = "waiting", "delivered", "dead", "unheard"
KEPT_FOR = timedelta(days=7)  # a message nobody waits for is tried again this long

outbox = Table(
    "outbox",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("kind", String(32), nullable=False),
    Column("business_key", String(128)),
    Column("payload", Json, nullable=False),
    Column("dedup_key", String(256), unique=True),
    Column("status", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("next_attempt_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("delivered_at", Moment),
    Column("last_error", Text),
)
_WAITS = outbox.c.status == WAITING
Index("ix_outbox_waiting", outbox.c.next_attempt_at, outbox.c.id, postgresql_where=_WAITS, sqlite_where=_WAITS)


RECOMPUTE = "recompute_deadlines"  # a kind beside messages and notices: deadlines of one case, under a new calendar


@dataclass(slots=True)
class OutboxRow:
    """One message or notice on its way. ``id`` is the idempotency key its receiver sees."""

    id: str
    kind: str
    business_key: str | None
    payload: dict[str, Any]
    dedup_key: str | None
    status: str
    attempts: int
    created_at: datetime
    next_attempt_at: datetime
    expires_at: datetime
    delivered_at: datetime | None = None
    last_error: str | None = None


_READ = select(*(outbox.c[name] for name in OutboxRow.__slots__))
_ONE = _READ.where(outbox.c.id == bindparam("id"))
_BY_ID = Prepared(_ONE)
_LOCKED = Prepared(_ONE.with_for_update(skip_locked=True))
_WAITING = Prepared(
    _READ.where(_WAITS, outbox.c.next_attempt_at <= bindparam("now"))
    .order_by(outbox.c.next_attempt_at, outbox.c.id)
    .limit(bindparam("most"))
)
_NEXT = Prepared(select(outbox.c.next_attempt_at).where(_WAITS).order_by(outbox.c.next_attempt_at).limit(1))
_CHANGED = ("status", "attempts", "next_attempt_at", "delivered_at", "last_error")
_SAVE = Prepared(
    update(outbox).where(outbox.c.id == bindparam("the_id")).values({name: bindparam(name) for name in _CHANGED})
)
_NEW = (
    "id",
    "kind",
    "business_key",
    "payload",
    "dedup_key",
    "status",
    "attempts",
    "created_at",
    "next_attempt_at",
    "expires_at",
)
_INSERT = {
    "sqlite": Prepared(sqlite.insert(outbox).on_conflict_do_nothing(index_elements=["dedup_key"]), _NEW),
    "postgresql": Prepared(postgresql.insert(outbox).on_conflict_do_nothing(index_elements=["dedup_key"]), _NEW),
}


class Outbox:
    """Add, get, save; and what is to be delivered now."""

    def __init__(self, connection: Connection, at: datetime) -> None:
        self._connection = connection
        self._at = at

    def add(
        self,
        kind: str,
        payload: dict[str, Any],
        *,
        key: str | None = None,
        dedup: str | None = None,
        expires_at: datetime | None = None,
    ) -> str:
        """Put something on its way; a second row with the same ``dedup`` is not written. Returns the row's id."""
        row = {
            "id": new_id(),
            "kind": kind,
            "business_key": key,
            "payload": payload,
            "dedup_key": dedup,
            "status": WAITING,
            "attempts": 0,
            "created_at": self._at,
            "next_attempt_at": self._at,
            "expires_at": expires_at or self._at + KEPT_FOR,
        }
        _INSERT[self._connection.dialect.name].run(self._connection, row)
        return str(row["id"])

    def get(self, row_id: str, *, lock: bool = False) -> OutboxRow | None:
        """The row; with ``lock`` None also while another node has it."""
        row = (_LOCKED if lock else _BY_ID).first(self._connection, {"id": row_id})
        return None if row is None else OutboxRow(*row)

    def waiting(self, now: datetime, most: int) -> list[OutboxRow]:
        """What wants delivery, the longest waiting first."""
        return [OutboxRow(*row) for row in _WAITING.all(self._connection, {"now": now, "most": most})]

    def on_its_way(self, message: str) -> list[OutboxRow]:
        """The messages of this name that are not delivered yet."""
        rows = self._connection.execute(_READ.where(_WAITS, outbox.c.kind == "message"))
        return [one for one in (OutboxRow(*row) for row in rows) if one.payload["message"] == message]

    def next_attempt(self) -> datetime | None:
        row = _NEXT.first(self._connection, {})
        return None if row is None else row[0]

    def save(self, row: OutboxRow) -> None:
        _SAVE.run(self._connection, {"the_id": row.id, **{name: getattr(row, name) for name in _CHANGED}})
