"""Subscriptions as rows: which instance waits for which message under which key."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Column, ForeignKey, Index, String, Table, bindparam, delete, insert, select
from sqlalchemy.engine import Connection

from engine.persistence.database import DISTRICT, metadata
from engine.persistence.prepared import Prepared

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
_OF = Prepared(_READ.where(subscriptions.c.instance_id == bindparam("instance")))
_FOR = Prepared(
    _READ.where(
        subscriptions.c.message == bindparam("the_message"), subscriptions.c.key == bindparam("the_key")
    ).order_by(subscriptions.c.id)
)
_INSERT = Prepared(insert(subscriptions), subscriptions.columns.keys())
_DELETE = Prepared(delete(subscriptions).where(subscriptions.c.id == bindparam("the_id")))


class Subscriptions:
    """Add, remove; and who waits for a message."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_instance(self, instance_id: str) -> list[SubscriptionRow]:
        return [SubscriptionRow(*row) for row in _OF.all(self._connection, {"instance": instance_id})]

    def waiting_for(self, message: str, key: str) -> list[SubscriptionRow]:
        rows = _FOR.all(self._connection, {"the_message": message, "the_key": key})
        return [SubscriptionRow(*row) for row in rows]

    def add(self, new: Sequence[SubscriptionRow]) -> None:
        names = SubscriptionRow.__slots__
        _INSERT.run_each(self._connection, [{name: getattr(row, name) for name in names} for row in new])

    def remove(self, ids: Iterable[str]) -> None:
        _DELETE.run_each(self._connection, [{"the_id": row_id} for row_id in ids])
