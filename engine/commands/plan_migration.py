"""A designer plans to bring running instances of a bundle from one version to another, or to try it dry."""

from dataclasses import dataclass, field
from typing import Any

from engine.commands.retry_incident import MAY_MEND
from engine.errors import NotAllowed, NotNow, Unusable
from engine.persistence.bundles import PROPOSED, REJECTED, DeployedBundle
from engine.persistence.deployed import loaded
from engine.persistence.ids import new_id
from engine.persistence.migrations import DONE, PAUSED, RUNNING, Migration, Migrations
from engine.persistence.unit_of_work import Reading, UnitOfWork
from engine.runtime.migrate_match import check_mapping


@dataclass(frozen=True)
class PlanMigration:
    """``mapping``: {old id: new id} of elements and flows whose id changed; an empty new id says that one is gone.

    An old id may be written ``process/id``, where several processes have it.

    Nothing moves yet; see migration_batch. A dry run only judges.
    """

    bundle: str
    before: int
    after: int
    mapping: dict[str, str] = field(default_factory=dict)
    dry_run: bool = False

    def prepare(self, reading: Reading) -> "PlanMigration":
        """Refuse what cannot be, before any lock is taken. Raises: NotAllowed, NotFound, NotNow, Unusable."""
        refuse_others(reading)
        if self.before == self.after:
            raise Unusable(
                f"Expected two versions of {self.bundle}, found {self.before} twice. Choose another for one of them."
            )
        rows = [reading.bundles.version(self.bundle, version) for version in (self.before, self.after)]
        refuse_unapproved(rows[1])
        old, new = (loaded(reading.bundles, row.id).bundle for row in rows)
        check_mapping(old, new, self.mapping)
        return self

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{id, total}``: the migration, and how many instances run on the old version.

        Raises:
            NotAllowed: for whoever is neither designer nor administrator.
            NotFound: no such version.
            NotNow: nobody approved of the new version: it waits, or was rejected.
            Unusable: one version twice, or a mapping that names what is in neither.
        """
        refuse_others(work)
        old, new = work.bundles.version(self.bundle, self.before), work.bundles.version(self.bundle, self.after)
        refuse_unapproved(new)
        row = Migration(
            id=new_id(), bundle=self.bundle, from_version=old.version, to_version=new.version, from_id=old.id,
            to_id=new.id, mapping=self.mapping, dry_run=self.dry_run, status=RUNNING, planned_at=work.now,
            planned_by=work.by.username,
        )  # fmt: skip
        total = Migrations(work.connection).add(row)
        if not total:
            Migrations(work.connection).set_status(row.id, DONE)
        return {"id": row.id, "total": total}


@dataclass(frozen=True)
class PauseMigration:
    """Stop between two instances; what is done stays done."""

    migration_id: str

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{id, status}``. Raises: NotAllowed, NotFound, NotNow when nothing is left to stop."""
        refuse_others(work)
        row = Migrations(work.connection).lock(self.migration_id)
        if row.status == DONE:
            raise NotNow("Expected a migration that is under way, but it is done.")
        Migrations(work.connection).set_status(row.id, PAUSED)
        return {"id": row.id, "status": PAUSED}


@dataclass(frozen=True)
class ResumeMigration:
    """Go on where it stopped. One that is done begins anew with what did not go through."""

    migration_id: str

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{id, total}``: how many instances are left to do. Raises: NotAllowed, NotFound."""
        refuse_others(work)
        rows = Migrations(work.connection)
        row = rows.lock(self.migration_id)
        if row.status == DONE:
            rows.try_again(row.id)
        left = rows.counts(row.id).get("pending", 0)
        rows.set_status(row.id, RUNNING if left else DONE)
        return {"id": row.id, "total": left}


def refuse_others(reading: Reading) -> None:
    """Raises: NotAllowed for whoever does not look after processes."""
    if not reading.by.may_act_as(*MAY_MEND):
        raise NotAllowed("Expected a designer or an administrator; only they migrate instances.")


def refuse_unapproved(row: DeployedBundle) -> None:
    """Four eyes hold for running cases too. Raises: NotNow for a version that waits for approval or was rejected."""
    if row.status == PROPOSED:
        raise NotNow(
            f"Expected a version that was approved, but version {row.version} of {row.name} waits. "
            "Have it approved first."
        )
    if row.status == REJECTED:
        raise NotNow(
            f"Expected a version that was approved, but version {row.version} of {row.name} was rejected. "
            "Choose another."
        )
