"""One instance goes over to another version in a transaction of its own, and may come back while it has not moved."""

from dataclasses import dataclass
from typing import Any

from engine.commands.plan_migration import refuse_others, refuse_unapproved
from engine.commands.step import Step
from engine.errors import NotNow, Refusal
from engine.persistence.database import Fault
from engine.persistence.deployed import loaded
from engine.persistence.instances import InstanceRow
from engine.persistence.migrated_rows import say_anew
from engine.persistence.migrations import (
    BLOCKED,
    DONE,
    ENDED,
    FAILED,
    MIGRATED,
    PENDING,
    REVERTED,
    RUNNING,
    Migration,
    MigrationResult,
    Migrations,
)
from engine.persistence.unit_of_work import UnitOfWork
from engine.runtime import Definition, Outcome
from engine.runtime.migrate import migrate, verdict
from engine.runtime.migrate_verdict import SAFE


@dataclass(frozen=True)
class MigrateNext:
    """The next instances of a migration: as many as ``most``, each whole or not at all."""

    migration_id: str
    most: int = 1

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{done, left}``: how many results were written, and whether any may be left.

        Raises: NotAllowed, NotFound.
        """
        refuse_others(work)
        rows = Migrations(work.connection)
        migration = rows.get(self.migration_id)
        if migration.status != RUNNING:
            return {"done": 0, "left": False}
        results = rows.pending(migration.id, self.most)
        for result in results:
            _decide(work, migration, result)
            result.at = work.now
        rows.save(results)
        if not results and not rows.counts(migration.id).get(PENDING):
            rows.set_status(migration.id, DONE)
        return {"done": len(results), "left": bool(results)}


@dataclass(frozen=True)
class RevertInstance:
    """Put an instance back as it was before a migration."""

    migration_id: str
    instance_id: str

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{instance, status, revision}``.

        Raises: NotAllowed, NotFound, NotNow when it has moved since, or nobody approved of the version it was on.
        """
        refuse_others(work)
        rows = Migrations(work.connection)
        migration = rows.get(self.migration_id)
        row = work.instances.lock(self.instance_id)
        result = rows.result(self.migration_id, row.id)
        if result.status != MIGRATED:
            raise NotNow(f"Expected an instance that was migrated, but it is {result.status}.")
        if not result.may_revert or result.state_before is None or row.revision != result.revision_after:
            raise NotNow("Expected an instance that stands as the migration left it, but it has moved since.")
        refuse_unapproved(work.bundles.get(migration.from_id))
        now = Step(work, row).before
        rows.put_on_version(row.id, migration.from_id)
        row.bundle_id, row.state = migration.from_id, result.state_before
        step = Step(work, row)
        outcome = step.before
        _save(work, step, now, outcome, "migration_reverted", migration)
        result.status, result.at, result.state_before = REVERTED, work.now, None
        rows.save([result])
        return {"instance": row.id, "status": REVERTED, "revision": row.revision}


def _decide(work: UnitOfWork, migration: Migration, result: MigrationResult) -> None:
    """Write into ``result`` what became of the instance; what fails is rolled back and is its own result only."""
    try:
        with work.savepoint():
            row = work.instances.lock(result.instance_id)
            if row.status != "running" or row.bundle_id != migration.from_id:
                result.status, result.reasons = ENDED, ["It had ended, or changed its version, before its turn came."]
            else:
                _carry_over(work, migration, result, row)
    except Fault:
        raise  # the database's: the whole transaction is tried again
    except Exception as error:  # noqa: BLE001 - whatever it is, it stops this instance and not the others
        work.forget()
        said = error.message if isinstance(error, Refusal) else f"{type(error).__name__}: {error}"
        result.status, result.reasons = FAILED, [said]


def _carry_over(work: UnitOfWork, migration: Migration, result: MigrationResult, row: InstanceRow) -> None:
    refuse_unapproved(work.bundles.get(migration.to_id))
    old, new = (_definition(work, which, row.process_id) for which in (migration.from_id, migration.to_id))
    if old is None or new is None:
        result.status = BLOCKED
        result.reasons = [f"Version {migration.to_version} has no process {row.process_id}."]
        return
    step, left = Step(work, row), row.state
    found = verdict(left, old, new, step.surroundings, migration.mapping)
    result.status, result.reasons = found.kind, [*found.reasons, *found.notes]
    if migration.dry_run or found.kind != SAFE:
        return
    before = step.before
    carried = migrate(left, old, new, step.surroundings, migration.mapping)
    row.bundle_id, row.state = migration.to_id, carried.blob
    step = Step(work, row)
    outcome = step.act(carried.wake)
    _refuse_to_stop(before, outcome, new)
    Migrations(work.connection).put_on_version(row.id, migration.to_id)
    _save(work, step, before, outcome, "migrate", migration, notes=list(found.notes))
    result.status, result.state_before, result.revision_after = MIGRATED, left, row.revision
    result.may_revert = not (outcome.passed or outcome.thrown)  # what was executed cannot be taken back


def _definition(work: UnitOfWork, bundle_id: str, process_id: str) -> Definition | None:
    return loaded(work.bundles, bundle_id).bundle.definitions.get(process_id)


def _refuse_to_stop(before: Outcome, after: Outcome, new: Definition) -> None:
    known = {one.id for one in before.incidents}
    for one in after.incidents:
        if one.id not in known:
            raise NotNow(f"It would stop at {new.elements[one.element].label} in the new version: {one.cause}")


def _save(
    work: UnitOfWork, step: Step, before: Outcome, after: Outcome, kind: str, migration: Migration, **more: Any
) -> None:
    step.before = before
    step.save(after, kind, {**_told(migration), **more}, name=step.definition.name)
    old, new = (loaded(work.bundles, which).forms for which in (migration.from_id, migration.to_id))
    redrawn = {name for name in old.keys() & new.keys() if old[name].drawn != new[name].drawn}
    say_anew(work, before, after, redrawn)


def _told(migration: Migration) -> dict[str, Any]:
    return {
        "migration": migration.id,
        "bundle": migration.bundle,
        "from": migration.from_version,
        "to": migration.to_version,
    }
