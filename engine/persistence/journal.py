"""The journal: what happened, for ever. One row per act, with every element the act made the engine execute."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Integer, LargeBinary, String, Table, Text, bindparam, insert, select
from sqlalchemy.engine import Connection

from engine.actor import Actor
from engine.persistence.database import Json, Moment, metadata
from engine.persistence.journal_chain import NOTHING, Keyring, canonical
from engine.persistence.prepared import Prepared

journal = Table(
    "journal",
    metadata,
    Column("business_key", String(128), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("instance_id", String(32)),
    Column("at", Moment, nullable=False, index=True),
    Column("kind", String(32), nullable=False),
    Column("element", String(128)),
    Column("name", Text),
    Column("actor", String(128), nullable=False),
    Column("actor_name", Text, nullable=False),
    Column("details", Json, nullable=False),
    Column("passed", Json, nullable=False),
    Column("flows", Json, nullable=False),
    Column("key_id", String(16), nullable=False),
    Column("code", LargeBinary(32), nullable=False),
)

# two instances of one key that append at once read the same head and collide on the primary key: one acts again
_HEAD = Prepared(
    select(journal.c.seq, journal.c.code)
    .where(journal.c.business_key == bindparam("the_key"))
    .order_by(journal.c.seq.desc())
    .limit(1)
)
_APPEND = Prepared(insert(journal), [column.name for column in journal.columns])


@dataclass(frozen=True, slots=True)
class Entry:
    """One act under a business key.

    ``passed`` holds [element, kind, name, state] of every element executed because of it, ``flows`` the ids of the
    sequence flows taken, ``details`` what the person or the message gave.
    """

    business_key: str
    seq: int
    instance_id: str | None
    at: datetime
    kind: str
    element: str | None
    name: str | None
    actor: str
    actor_name: str
    details: dict[str, Any] = field(default_factory=dict)
    passed: list[list[Any]] = field(default_factory=list)
    flows: list[str] = field(default_factory=list)


_READ = select(*(journal.c[name] for name in Entry.__slots__))


class Journal:
    """Append and read; nothing is ever changed or removed. ``unnamed`` takes who asked out of what is about a key."""

    def __init__(
        self, connection: Connection, at: datetime, by: Actor, keys: Keyring, unnamed: Callable[[Any, str], Any]
    ) -> None:
        self._unnamed = unnamed
        self._connection = connection
        self._at = at
        self._by = by
        self._keys = keys

    def note(
        self,
        kind: str,
        details: dict[str, Any] | None = None,
        *,
        key: str,
        instance_id: str | None = None,
        element: str | None = None,
        name: str | None = None,
        passed: list[list[Any]] | None = None,
        flows: list[str] | None = None,
    ) -> None:
        """Append one act of the present actor at the present time under ``key``, sealed to the entry before it."""
        seq, before = _HEAD.first(self._connection, {"the_key": key}) or (0, NOTHING)
        entry = {
            "business_key": key,
            "seq": seq + 1,
            "instance_id": instance_id,
            "at": self._at,
            "kind": kind,
            "element": element,
            "name": name,
            "actor": self._by.username,
            "actor_name": self._by.name,
            "details": self._unnamed(details or {}, key),
            "passed": passed or [],
            "flows": flows or [],
        }
        code = self._keys.seal(canonical(entry, before))
        _APPEND.run(self._connection, {**entry, "key_id": self._keys.current, "code": code})

    def add(
        self,
        *,
        key: str,
        kind: str,
        element: str | None = None,
        reason: str | None = None,
        before: dict[str, Any] | None = None,
        after: dict[str, Any] | None = None,
        detail: dict[str, Any] | None = None,
    ) -> None:
        """Append a change of a record: why, from what, to what."""
        said = {"reason": reason, "before": before, "after": after, **(detail or {})}
        details = {name: value for name, value in said.items() if value is not None}
        self.note(kind, details, key=key, element=element)

    def of_key(self, key: str, *, after: int = 0, limit: int | None = None) -> list[Entry]:
        """Entries of a business key in order, those after the number ``after``."""
        query = _READ.where(journal.c.business_key == key, journal.c.seq > after).order_by(journal.c.seq)
        return [Entry(*row) for row in self._connection.execute(query.limit(limit))]

    def of_instance(self, key: str, instance_id: str) -> list[Entry]:
        """Entries of one of the instances that run under a business key."""
        return [entry for entry in self.of_key(key) if entry.instance_id == instance_id]
