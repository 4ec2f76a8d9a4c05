"""Idempotency keys: the answer of an act, stored in the act's own transaction, given again to whoever repeats it."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, String, Table, delete, insert, select
from sqlalchemy.engine import Connection

from engine.errors import NotNow
from engine.persistence.database import Json, Moment, metadata

KEPT_FOR = timedelta(days=7)

idempotency_keys = Table(
    "idempotency_keys",
    metadata,
    Column("actor", String(128), primary_key=True),
    Column("key", String(256), primary_key=True),
    Column("fingerprint", String(64), nullable=False),
    Column("answer", Json, nullable=False),
    Column("created_at", Moment, nullable=False, index=True),
)


class IdempotencyKeys:
    """Keys are the actor's own: nobody reads another's answer by guessing a key."""

    def __init__(self, connection: Connection, at: datetime, actor: str) -> None:
        self._connection = connection
        self._at = at
        self._actor = actor

    def answer(self, key: str, fingerprint: str) -> tuple[Any] | None:
        """The stored answer in a tuple, or None when the key is new.

        Raises:
            NotNow: the key was used for something else.
        """
        row = self._connection.execute(
            select(idempotency_keys.c.fingerprint, idempotency_keys.c.answer).where(
                idempotency_keys.c.actor == self._actor, idempotency_keys.c.key == key
            )
        ).first()
        if row is None:
            return None
        if row[0] != fingerprint:
            raise NotNow(
                "Expected this Idempotency-Key to come with the same request, but it was used for a different one. "
                "Take a new key."
            )
        return (row[1]["answer"],)

    def keep(self, key: str, fingerprint: str, answer: Any) -> None:
        self._connection.execute(
            insert(idempotency_keys),
            {
                "actor": self._actor,
                "key": key,
                "fingerprint": fingerprint,
                "answer": {"answer": answer},
                "created_at": self._at,
            },
        )

    def sweep(self) -> int:
        """Remove keys nobody can still be repeating; returns how many."""
        old = idempotency_keys.c.created_at < self._at - KEPT_FOR
        return self._connection.execute(delete(idempotency_keys).where(old)).rowcount
