"""A migration: what was planned, how it stands, and what became of each instance."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from engine.errors import NotAllowed
from engine.persistence.instances import instances
from engine.persistence.migrations import MIGRATED, PENDING, MigrationResult, Migrations
from engine.persistence.unit_of_work import Reading
from engine.queries.cursor import page, unpack
from engine.queries.open_incidents import MAY_LOOK


@dataclass(frozen=True)
class MigrationView:
    """``status``, ``instance``: only results with this one, of this one. ``limit``, ``cursor``: of the results."""

    migration_id: str
    status: str | None = None
    limit: int = 50
    cursor: str | None = None
    instance: str | None = None

    def answer(self, reading: Reading) -> dict[str, Any]:
        """``{id, bundle, from, to, mapping, dry_run, status, total, done, counts, …, items, next}``.

        Raises:
            NotAllowed: for whoever does not look after processes.
            NotFound: no such migration.
        """
        if not reading.by.has(*MAY_LOOK):
            raise NotAllowed("Expected a designer or an administrator; only they migrate instances.")
        rows = Migrations(reading.connection)
        migration = rows.get(self.migration_id)
        counts = rows.counts(migration.id)
        after = "" if self.cursor is None else unpack(self.cursor, str)[0]
        if self.instance is None:
            found = rows.results(migration.id, after=after, status=self.status, most=self.limit + 1)
        else:
            found = [rows.result(migration.id, self.instance)]
        shown, following = page(found, self.limit, lambda row: (row.instance_id,))
        revisions = _revisions(reading, shown)
        total = sum(counts.values())
        return {
            "id": migration.id,
            "bundle": migration.bundle,
            "from": migration.from_version,
            "to": migration.to_version,
            "mapping": migration.mapping,
            "dry_run": migration.dry_run,
            "status": migration.status,
            "planned_at": migration.planned_at.isoformat(),
            "planned_by": migration.planned_by,
            "total": total,
            "done": total - counts.get(PENDING, 0),
            "counts": counts,
            "items": [_shown(row, revisions) for row in shown],
            "next": following,
        }


def _revisions(reading: Reading, shown: Sequence[MigrationResult]) -> dict[str, int]:
    """Where the instances stand that could go back: what moved on since cannot any more."""
    wanted = [row.instance_id for row in shown if row.status == MIGRATED and row.may_revert]
    if not wanted:
        return {}
    query = select(instances.c.id, instances.c.revision).where(
        instances.c.id.in_(wanted), instances.c.status == "running"
    )
    return {row[0]: row[1] for row in reading.connection.execute(query)}


def _shown(row: MigrationResult, revisions: dict[str, int]) -> dict[str, Any]:
    return {
        "instance": row.instance_id,
        "key": row.business_key,
        "process": row.process_id,
        "status": row.status,
        "reasons": row.reasons,
        "at": row.at.isoformat() if row.at else None,
        "may_revert": row.revision_after is not None and revisions.get(row.instance_id) == row.revision_after,
    }
