"""Idempotency keys: the answer of an act, stored in the act's own transaction, given again to whoever repeats it.

Answers are sealed: one may hold what is shown once and stored nowhere else, such as a tracking code.
"""

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Column, LargeBinary, String, Table, delete, insert, select
from sqlalchemy.engine import Connection

from engine.errors import NotNow
from engine.persistence.database import Moment, metadata
from engine.persistence.sealed import seal, unseal
from engine.settings import Settings

KEPT_FOR = timedelta(days=7)

idempotency_keys = Table(
    "idempotency_keys",
    metadata,
    Column("actor", String(128), primary_key=True),
    Column("key", String(256), primary_key=True),
    Column("fingerprint", String(64), nullable=False),
    Column("answer", LargeBinary, nullable=False),
    Column("created_at", Moment, nullable=False, index=True),
)


class IdempotencyKeys:
    """Keys are the actor's own: nobody reads another's answer by guessing a key."""

    def __init__(self, connection: Connection, at: datetime, actor: str, settings: Settings) -> None:
        self._connection = connection
        self._at = at
        self._actor = actor
        self._settings = settings

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
        return (unseal(_sealing_key(self._settings), bytes(row[1]), f"{self._actor}/{key}"),)

    def keep(self, key: str, fingerprint: str, answer: Any) -> None:
        self._connection.execute(
            insert(idempotency_keys),
            {
                "actor": self._actor,
                "key": key,
                "fingerprint": fingerprint,
                "answer": seal(_sealing_key(self._settings), answer, f"{self._actor}/{key}"),
                "created_at": self._at,
            },
        )

    def sweep(self) -> int:
        """Remove keys nobody can still be repeating; returns how many."""
        old = idempotency_keys.c.created_at < self._at - KEPT_FOR
        return self._connection.execute(delete(idempotency_keys).where(old)).rowcount


@lru_cache(maxsize=8)
def _sealing_key(settings: Settings) -> bytes:
    return settings.secret("answers")
