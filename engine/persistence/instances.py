"""Running and ended instances: one compact state blob each, guarded by a revision."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    bindparam,
    insert,
    select,
    update,
)
from sqlalchemy.engine import Connection

from engine.errors import NotFound, Stale
from engine.persistence.database import DISTRICT, Moment, metadata
from engine.persistence.prepared import Prepared

instances = Table(
    "instances",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("bundle_id", String(32), ForeignKey(f"{DISTRICT}.bundles.id"), nullable=False, index=True),
    Column("process_id", String(128), nullable=False),
    Column("business_key", String(128), nullable=False, index=True),
    Column("revision", Integer, nullable=False),
    Column("status", String(16), nullable=False),
    Column("state", LargeBinary, nullable=False),
    Column("engine_version", String(64), nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("started_by", String(128), nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("ended_at_element", String(128)),
    # every step rewrites the row: room on the page keeps the update in place
    postgresql_with={"fillfactor": "70"},
)
Index(
    "ix_instances_running",
    instances.c.process_id,
    instances.c.id,
    postgresql_where=instances.c.status == "running",
    sqlite_where=instances.c.status == "running",
)

_READ = select(
    instances.c.id,
    instances.c.bundle_id,
    instances.c.process_id,
    instances.c.business_key,
    instances.c.revision,
    instances.c.status,
    instances.c.state,
    instances.c.engine_version,
    instances.c.started_at,
    instances.c.started_by,
    instances.c.updated_at,
    instances.c.ended_at,
    instances.c.ended_at_element,
)
_ONE = _READ.where(instances.c.id == bindparam("id"))
_BY_ID = Prepared(_ONE)
_FIRST_OF_KEY = Prepared(
    select(instances.c.status)
    .where(instances.c.business_key == bindparam("key"))
    .order_by(instances.c.started_at, instances.c.id)
    .limit(1)
)
_OF_KEY = Prepared(
    _READ.where(instances.c.business_key == bindparam("key")).order_by(instances.c.started_at, instances.c.id)
)
_LOCKED = Prepared(_ONE.with_for_update())
_LOCKED_IF_FREE = Prepared(_ONE.with_for_update(skip_locked=True))
_INSERT = Prepared(insert(instances), instances.columns.keys())
_MOVED = ("revision", "state", "engine_version", "updated_at")
_ENDED = ("status", "ended_at", "ended_at_element")


def _saving(*names: str) -> Prepared:
    same = instances.c.id == bindparam("the_id"), instances.c.revision == bindparam("the_revision")
    return Prepared(update(instances).where(*same).values({name: bindparam(name) for name in names}))


_SAVE = _saving(*_MOVED)  # without the status, so that the index of what runs is not written at every step
_SAVE_ENDED = _saving(*_MOVED, *_ENDED)


@dataclass(slots=True)
class InstanceRow:
    """One run of a bundle's process under a business key. ``revision`` counts the saves."""

    id: str
    bundle_id: str
    process_id: str
    business_key: str
    revision: int
    status: str
    state: bytes
    engine_version: str
    started_at: datetime
    started_by: str
    updated_at: datetime
    ended_at: datetime | None = None
    ended_at_element: str | None = None


class Instances:
    """Get, lock, add, save."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, instance_id: str) -> InstanceRow:
        return _found(_BY_ID.first(self._connection, {"id": instance_id}), instance_id)

    def lock(self, instance_id: str) -> InstanceRow:
        """The row, held until the transaction ends (SQLite holds the whole database already)."""
        return _found(_LOCKED.first(self._connection, {"id": instance_id}), instance_id)

    def lock_if_free(self, instance_id: str) -> InstanceRow | None:
        """As ``lock``, but None while someone else is at it, or when it is gone."""
        row: Any = _LOCKED_IF_FREE.first(self._connection, {"id": instance_id})
        return None if row is None else InstanceRow(*row)

    def of_key(self, business_key: str) -> list[InstanceRow]:
        """Every instance of a key, oldest first."""
        rows: Any = _OF_KEY.all(self._connection, {"key": business_key})
        return [InstanceRow(*row) for row in rows]

    def has_ended(self, business_key: str) -> bool:
        """Has the first instance of a key ended? False when there is none."""
        row = _FIRST_OF_KEY.first(self._connection, {"key": business_key})
        return row is not None and row[0] != "running"

    def add(self, row: InstanceRow) -> None:
        _INSERT.run(self._connection, {name: getattr(row, name) for name in InstanceRow.__slots__})

    def save(self, row: InstanceRow) -> None:
        """Write what a step of a running instance changes, one revision on.

        Raises:
            Stale: the row was saved by another since it was read.
        """
        statement = _SAVE if row.status == "running" else _SAVE_ENDED
        if statement.run(self._connection, _changes(row)) != 1:
            raise Stale("Expected to be the only one at this instance, but someone else acted first. Look again.")
        row.revision += 1


def _changes(row: InstanceRow) -> dict[str, Any]:
    return {
        "the_id": row.id,
        "the_revision": row.revision,
        "revision": row.revision + 1,
        "status": row.status,
        "state": row.state,
        "engine_version": row.engine_version,
        "updated_at": row.updated_at,
        "ended_at": row.ended_at,
        "ended_at_element": row.ended_at_element,
    }


def _found(row: Any, instance_id: str) -> InstanceRow:
    if row is None:
        raise NotFound(f"Expected a process instance, but there is none with the id {instance_id}.")
    return InstanceRow(*row)
