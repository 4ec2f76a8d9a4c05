"""A migration: what was planned, how it stands, and what became of each instance."""

from dataclasses import dataclass
from typing import Any

from engine.errors import NotAllowed
from engine.persistence.migrations import PENDING, MigrationResult, Migrations
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
            "items": [_shown(row) for row in shown],
            "next": following,
        }


def _shown(row: MigrationResult) -> dict[str, Any]:
    return {
        "instance": row.instance_id,
        "key": row.business_key,
        "process": row.process_id,
        "status": row.status,
        "reasons": row.reasons,
        "at": row.at.isoformat() if row.at else None,
        "may_revert": row.may_revert,
    }
