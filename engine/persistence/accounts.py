"""Accounts of staff: who they are, what they may do, and the count of failed sign-ins."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Boolean, Column, Integer, String, Table, Text, bindparam, insert, select, update
from sqlalchemy.engine import Connection

from engine.actor import Actor
from engine.errors import NotFound
from engine.persistence.database import Json, Moment, metadata
from engine.persistence.prepared import Prepared

accounts = Table(
    "accounts",
    metadata,
    Column("username", String(128), primary_key=True),
    Column("name", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("roles", Json, nullable=False),
    Column("unit", String(64), index=True),
    Column("active", Boolean, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("closed_until", Moment),
    Column("person", String(128)),
)


@dataclass(slots=True)
class Account:
    """``password_hash`` is argon2; ``closed_until`` holds back sign-ins after failed ones.

    ``person``: the same word on every account of one person who has several.
    """

    username: str
    name: str
    password_hash: str
    roles: list[str]
    unit: str | None
    active: bool
    created_at: datetime
    failures: int = 0
    closed_until: datetime | None = None
    person: str | None = None

    def actor(self) -> Actor:
        return Actor(self.username, self.name, frozenset(self.roles), self.unit)


FIELDS = Account.__slots__
_READ = select(*(accounts.c[name] for name in FIELDS))
_KNOWN = Prepared(select(accounts.c.name, accounts.c.person).where(accounts.c.username == bindparam("username")))


class Accounts:
    """Find, get, add, save."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, username: str) -> Account | None:
        row = self._connection.execute(_READ.where(accounts.c.username == username)).first()
        return None if row is None else Account(*row)

    def get(self, username: str) -> Account:
        account = self.find(username)
        if account is None:
            raise NotFound(f"Expected an account, but there is none with the name {username}.")
        return account

    def names(self, usernames: Collection[str]) -> dict[str, str]:
        """Display names by user name."""
        if not usernames:
            return {}
        query = select(accounts.c.username, accounts.c.name).where(accounts.c.username.in_(usernames))
        return {row[0]: row[1] for row in self._connection.execute(query)}

    def name(self, username: str) -> str:
        """The display name; the user name of whoever has no account any more."""
        return self.names({username}).get(username, username)

    def same_person(self, username: str, others: Collection[str]) -> bool:
        """Is this one of the others, or another account of one of them, as far as it is known?"""
        if username in others:
            return True
        person = self._known(username)[1] if others else None
        if person is None:
            return False
        query = select(accounts.c.username).where(accounts.c.username.in_(others), accounts.c.person == person)
        return self._connection.execute(query.limit(1)).first() is not None

    def may_be_same_person(self, username: str, other: str) -> bool:
        """Are two accounts one person's as far as can be told: registered so, or bearing one name?"""
        if self.same_person(username, [other]):
            return True
        called = [self._known(one)[0] for one in (username, other)]
        mine, theirs = ("".join((name or "").split()).casefold() for name in called)
        return None not in called and mine == theirs

    def _known(self, username: str) -> tuple[str | None, str | None]:
        """The name and the person of an account; nothing when there is none."""
        found = _KNOWN.first(self._connection, {"username": username})
        return (found[0], found[1]) if found else (None, None)

    def all(self, *, unit: str | None = None) -> list[Account]:
        query = _READ.order_by(accounts.c.username)
        query = query if unit is None else query.where(accounts.c.unit == unit)
        return [Account(*row) for row in self._connection.execute(query)]

    def add(self, account: Account) -> None:
        self._connection.execute(insert(accounts), {name: getattr(account, name) for name in FIELDS})

    def save(self, account: Account) -> None:
        values = {name: getattr(account, name) for name in FIELDS if name != "username"}
        self._connection.execute(update(accounts).where(accounts.c.username == account.username).values(values))
