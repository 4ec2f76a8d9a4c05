"""Migrations of running instances to another version of their bundle, with a result for each instance."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    bindparam,
    func,
    insert,
    literal,
    select,
    tuple_,
    update,
)
from sqlalchemy.engine import Connection

from engine.errors import NotFound
from engine.persistence.database import DISTRICT, Json, Moment, metadata
from engine.persistence.instances import instances

RUNNING, PAUSED, DONE = "running", "paused", "done"  # of a migration
PENDING, MIGRATED, SAFE, NEEDS_MAPPING, BLOCKED, FAILED, ENDED, REVERTED = RESULTS = (
    "pending", "migrated", "safe", "needs_mapping", "blocked", "failed", "ended", "reverted",
)  # fmt: skip
NOT_YET = (NEEDS_MAPPING, BLOCKED, FAILED)  # worth judging again: the case may have moved on meanwhile

migrations = Table(
    "migrations",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("bundle", String(128), nullable=False),
    Column("from_version", Integer, nullable=False),
    Column("to_version", Integer, nullable=False),
    Column("from_id", String(32), ForeignKey(f"{DISTRICT}.bundles.id"), nullable=False),
    Column("to_id", String(32), ForeignKey(f"{DISTRICT}.bundles.id"), nullable=False),
    Column("mapping", Json, nullable=False),
    Column("dry_run", Boolean, nullable=False),
    Column("status", String(16), nullable=False),
    Column("planned_at", Moment, nullable=False),
    Column("planned_by", String(128), nullable=False),
)
migration_results = Table(
    "migration_results",
    metadata,
    Column("migration_id", String(32), ForeignKey(f"{DISTRICT}.migrations.id"), primary_key=True),
    Column("instance_id", String(32), ForeignKey(f"{DISTRICT}.instances.id"), primary_key=True),
    Column("business_key", String(128), nullable=False),
    Column("process_id", String(128), nullable=False),
    Column("status", String(16), nullable=False),
    Column("reasons", Json, nullable=False),
    Column("at", Moment),
    Column("state_before", LargeBinary),
    Column("revision_after", Integer),
    Column("may_revert", Boolean, nullable=False),
)
Index(
    "ix_migration_results_pending",
    migration_results.c.migration_id,
    migration_results.c.instance_id,
    postgresql_where=migration_results.c.status == PENDING,
    sqlite_where=migration_results.c.status == PENDING,
)


@dataclass(slots=True)
class Migration:
    """From one version of a bundle to another. ``mapping``: {old id: new id} of elements and flows.

    A dry run only judges.
    """

    id: str
    bundle: str
    from_version: int
    to_version: int
    from_id: str
    to_id: str
    mapping: dict[str, str]
    dry_run: bool
    status: str
    planned_at: datetime
    planned_by: str


@dataclass(slots=True)
class MigrationResult:
    """What became of one instance. ``reasons`` are sentences: why not, or what a migration took away.

    ``state_before`` and ``revision_after`` are for going back; ``may_revert`` is False once elements were executed.
    """

    migration_id: str
    instance_id: str
    business_key: str
    process_id: str
    status: str = PENDING
    reasons: list[str] = field(default_factory=list)
    at: datetime | None = None
    state_before: bytes | None = None
    revision_after: int | None = None
    may_revert: bool = False


_READ = select(*(migrations.c[name] for name in Migration.__slots__))
_RESULT = select(*(migration_results.c[name] for name in MigrationResult.__slots__))
_OF = migration_results.c.migration_id == bindparam("migration")
_NEXT = (
    _RESULT.where(_OF, migration_results.c.status == PENDING)
    .order_by(migration_results.c.instance_id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)


class Migrations:
    """Add, get, save; what is pending, and how it went."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, row: Migration) -> int:
        """Store a migration with a pending result for every instance that runs on its old version; answers how many."""
        self._connection.execute(insert(migrations), {name: getattr(row, name) for name in Migration.__slots__})
        concerned = select(
            literal(row.id), instances.c.id, instances.c.business_key, instances.c.process_id,
            literal(PENDING), literal([], Json), literal(False),
        ).where(instances.c.bundle_id == row.from_id, instances.c.status == "running")  # fmt: skip
        names = ["migration_id", "instance_id", "business_key", "process_id", "status", "reasons", "may_revert"]
        self._connection.execute(insert(migration_results).from_select(names, concerned))
        return self.counts(row.id).get(PENDING, 0)

    def get(self, migration_id: str) -> Migration:
        return self._migration(_READ.where(migrations.c.id == migration_id), migration_id)

    def lock(self, migration_id: str) -> Migration:
        """The row, held until the transaction ends."""
        return self._migration(_READ.where(migrations.c.id == migration_id).with_for_update(), migration_id)

    def newest(
        self, *, status: str | None = None, most: int = 100, before: tuple[object, ...] | None = None
    ) -> list[Migration]:
        """The newest first; those of one status, if one is named. ``before``: sort key of the last one seen."""
        query = _READ if status is None else _READ.where(migrations.c.status == status)
        if before is not None:
            query = query.where(tuple_(migrations.c.planned_at, migrations.c.id) < tuple_(*before))
        query = query.order_by(migrations.c.planned_at.desc(), migrations.c.id.desc()).limit(most)
        rows = self._connection.execute(query)
        return [Migration(*row) for row in rows]

    def set_status(self, migration_id: str, status: str) -> None:
        self._connection.execute(update(migrations).where(migrations.c.id == migration_id).values(status=status))

    def pending(self, migration_id: str, most: int) -> list[MigrationResult]:
        """The next ones that nobody else is at."""
        rows = self._connection.execute(_NEXT, {"migration": migration_id, "most": most})
        return [MigrationResult(*row) for row in rows]

    def try_again(self, migration_id: str) -> None:
        """Have everything judged anew that did not go through."""
        again = (migration_results.c.migration_id == migration_id) & migration_results.c.status.in_(NOT_YET)
        self._connection.execute(update(migration_results).where(again).values(status=PENDING))

    def counts(self, migration_id: str) -> dict[str, int]:
        """How many results have each status."""
        query = select(migration_results.c.status, func.count()).where(_OF).group_by(migration_results.c.status)
        return {row[0]: row[1] for row in self._connection.execute(query, {"migration": migration_id})}

    def result(self, migration_id: str, instance_id: str) -> MigrationResult:
        """Raises: NotFound when the migration has no such instance."""
        query = _RESULT.where(_OF, migration_results.c.instance_id == instance_id)
        row = self._connection.execute(query, {"migration": migration_id}).first()
        if row is None:
            raise NotFound(f"Expected an instance of this migration, but {instance_id} is none.")
        return MigrationResult(*row)

    def results(
        self, migration_id: str, *, after: str = "", status: str | None = None, most: int = 50
    ) -> list[MigrationResult]:
        """In order of the instances' ids, those after one of them; without the states that were left."""
        columns = [_RESULT.selected_columns[name] for name in MigrationResult.__slots__ if name != "state_before"]
        query = select(*columns).where(_OF, migration_results.c.instance_id > after)
        query = query if status is None else query.where(migration_results.c.status == status)
        rows = self._connection.execute(
            query.order_by(migration_results.c.instance_id).limit(most), {"migration": migration_id}
        )
        return [MigrationResult(**row._mapping) for row in rows]

    def save(self, results: Sequence[MigrationResult]) -> None:
        for one in results:
            values = {name: getattr(one, name) for name in MigrationResult.__slots__}
            mine = (migration_results.c.migration_id == one.migration_id) & (
                migration_results.c.instance_id == one.instance_id
            )
            self._connection.execute(update(migration_results).where(mine).values(values))

    def put_on_version(self, instance_id: str, bundle_id: str) -> None:
        """Name the version an instance runs on. The caller holds its lock."""
        self._connection.execute(update(instances).where(instances.c.id == instance_id).values(bundle_id=bundle_id))

    def _migration(self, query: object, migration_id: str) -> Migration:
        row = self._connection.execute(query).first()  # type: ignore[call-overload]
        if row is None:
            raise NotFound(f"Expected a migration, but there is none with the id {migration_id}.")
        return Migration(*row)
