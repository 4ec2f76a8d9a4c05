"""Sessions: bearer tokens, of which only the hash is kept. They expire, idle out and can be revoked."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import Column, ForeignKey, String, Table, bindparam, delete, insert, select, update
from sqlalchemy.engine import Connection

from engine.persistence.accounts import FIELDS, Account, accounts
from engine.persistence.database import DISTRICT, Moment, metadata

LIFETIME = timedelta(hours=12)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("username", String(128), ForeignKey(f"{DISTRICT}.accounts.username"), nullable=False, index=True),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False, index=True),
    Column("revoked_at", Moment),
)
# asked with every request, so built once
_LIVE = (
    select(*(accounts.c[name] for name in FIELDS))
    .join(sessions, sessions.c.username == accounts.c.username)
    .where(
        sessions.c.token_hash == bindparam("token"),
        sessions.c.expires_at > bindparam("at", type_=Moment),
        sessions.c.revoked_at.is_(None),
        accounts.c.active.is_(True),
    )
)


class Sessions:
    """Open, look up, revoke."""

    def __init__(self, connection: Connection, at: datetime) -> None:
        self._connection = connection
        self._at = at

    def open(self, username: str) -> tuple[str, datetime]:
        """A new token of 256 random bits and the moment it expires; the token is shown once and never stored."""
        token = secrets.token_urlsafe(32)
        expires_at = self._at + LIFETIME
        self._connection.execute(
            insert(sessions),
            {
                "token_hash": _hash(token),
                "username": username,
                "created_at": self._at,
                "expires_at": expires_at,
            },
        )
        return token, expires_at

    def account(self, token: str) -> Account | None:
        """Whose live session this is; None for an unknown, expired or revoked token or a closed account."""
        row = self._connection.execute(_LIVE, {"token": _hash(token), "at": self._at}).first()
        return None if row is None else Account(*row)

    def revoke(self, token: str) -> None:
        self._revoke(sessions.c.token_hash == _hash(token))

    def revoke_all(self, username: str) -> None:
        self._revoke(sessions.c.username == username)

    def sweep(self) -> int:
        """Remove what expired; returns how many."""
        return self._connection.execute(delete(sessions).where(sessions.c.expires_at <= self._at)).rowcount

    def _revoke(self, which: object) -> None:
        self._connection.execute(
            update(sessions).where(which, sessions.c.revoked_at.is_(None)).values(revoked_at=self._at)  # type: ignore[arg-type]
        )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
