"""Subscriptions as rows: which instance waits for which message under which key."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Column, ForeignKey, Index, String, Table, bindparam, delete, insert, select
from sqlalchemy.engine import Connection

from engine.persistence.database import DISTRICT, metadata

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("instance_id", String(32), ForeignKey(f"{DISTRICT}.instances.id"), nullable=False, index=True),
    Column("message", String(128), nullable=False),
    Column("key", String(128), nullable=False),
    Column("element", String(128), nullable=False),
)
Index("ix_subscriptions_message_key", subscriptions.c.message, subscriptions.c.key)


@dataclass(slots=True)
class SubscriptionRow:
    """One waiting message catch."""

    id: str
    instance_id: str
    message: str
    key: str
    element: str


_READ = select(*(subscriptions.c[name] for name in SubscriptionRow.__slots__))
_OF = _READ.where(subscriptions.c.instance_id == bindparam("instance"))
_FOR = _READ.where(subscriptions.c.message == bindparam("message"), subscriptions.c.key == bindparam("key")).order_by(
    subscriptions.c.id
)
_INSERT = insert(subscriptions)
_DELETE = delete(subscriptions).where(subscriptions.c.id == bindparam("the_id"))


class Subscriptions:
    """Add, remove; and who waits for a message."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_instance(self, instance_id: str) -> list[SubscriptionRow]:
        return [SubscriptionRow(*row) for row in self._connection.execute(_OF, {"instance": instance_id})]

    def waiting_for(self, message: str, key: str) -> list[SubscriptionRow]:
        rows = self._connection.execute(_FOR, {"message": message, "key": key})
        return [SubscriptionRow(*row) for row in rows]

    def add(self, new: Sequence[SubscriptionRow]) -> None:
        if new:
            names = SubscriptionRow.__slots__
            self._connection.execute(_INSERT, [{name: getattr(row, name) for name in names} for row in new])

    def remove(self, ids: Iterable[str]) -> None:
        gone = [{"the_id": row_id} for row_id in ids]
        if gone:
            self._connection.execute(_DELETE, gone)
