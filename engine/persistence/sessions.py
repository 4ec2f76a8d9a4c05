"""Sessions: bearer tokens, of which only the hash is kept. They expire, idle out and can be revoked."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, ForeignKey, String, Table, bindparam, delete, insert, select, update
from sqlalchemy.engine import Connection

from engine.persistence.accounts import FIELDS, Account, accounts
from engine.persistence.database import DISTRICT, Moment, metadata

LIFETIME = timedelta(hours=12)
LISTED = 24  # hexadecimal digits of the hash a session is listed under
MOST_LISTED = 500

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

    def listed(self, username: str | None, token: str | None = None) -> list[dict[str, Any]]:
        """Open sessions of a person, or of everybody: {id, username, name, created_at, expires_at, here}, newest first.

        ``id`` is the beginning of the hash, which opens nothing; ``here`` marks the session of ``token``.
        """
        columns = (sessions.c.token_hash, sessions.c.created_at, sessions.c.expires_at)
        query = select(*columns, accounts.c.username, accounts.c.name).join_from(sessions, accounts)
        query = query.where(*self._live(username)).order_by(sessions.c.created_at.desc()).limit(MOST_LISTED)
        mine = _hash(token) if token else None
        return [
            {
                "id": row.token_hash[:LISTED],
                "username": row.username,
                "name": row.name,
                "created_at": row.created_at.isoformat(),
                "expires_at": row.expires_at.isoformat(),
                "here": row.token_hash == mine,
            }
            for row in self._connection.execute(query)
        ]

    def revoke_listed(self, listed: str, username: str | None) -> bool:
        """End the session listed under an id, of a person or of anybody; False when there is none."""
        if len(listed) != LISTED or not listed.isalnum():
            return False
        mine = sessions.c.token_hash.startswith(listed, autoescape=True)
        query = update(sessions).where(mine, *self._live(username)).values(revoked_at=self._at)
        return self._connection.execute(query).rowcount > 0

    def _live(self, username: str | None) -> list[ColumnElement[bool]]:
        live = [sessions.c.expires_at > self._at, sessions.c.revoked_at.is_(None)]
        return live if username is None else [*live, sessions.c.username == username]

    def sweep(self) -> int:
        """Remove what expired; returns how many."""
        return self._connection.execute(delete(sessions).where(sessions.c.expires_at <= self._at)).rowcount

    def _revoke(self, which: object) -> None:
        self._connection.execute(
            update(sessions).where(which, sessions.c.revoked_at.is_(None)).values(revoked_at=self._at)  # type: ignore[arg-type]
        )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
