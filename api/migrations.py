"""Bringing running instances to another version of their bundle."""

from typing import Any

from marshmallow import fields, validate

from api.acting import actor, application, ask, perform
from api.calls import Calls
from api.deployments import VersionsQuery
from api.fields import Moment, Paging, Schema, Text, absent, page_of
from engine.commands.migrate_instance import RevertInstance
from engine.commands.migration_batch import run_migration
from engine.commands.plan_migration import PauseMigration, PlanMigration, ResumeMigration
from engine.persistence.migrations import RESULTS
from engine.queries.migration_view import MigrationView
from engine.queries.migrations import MigrationList

migrations = Calls("migrations", "Migrations: running instances go over to another version of their bundle.")

SECONDS = 10.0  # of one request; what is left then goes on with resume
MOST_PAIRS = 500


class MigrationPlan(VersionsQuery):
    """From which version of a bundle to which."""

    bundle = Text(required=True, shortest=1, longest=128)
    mapping = fields.Dict(
        keys=Text(shortest=1),
        values=Text(),
        load_default=dict,
        validate=validate.Length(max=MOST_PAIRS),
        metadata={
            "description": "{old id: new id} of elements and sequence flows whose id changed; an empty new id says "
            "that the old one is gone. An old id written process/id counts in that process only. "
            "Without it elements are found again by their id."
        },
    )
    dry_run = fields.Boolean(load_default=False, metadata={"description": "only judge: nothing moves"})


class MigrationResultSchema(Schema):
    """What became of one instance."""

    instance = fields.String(required=True)
    key = fields.String(required=True)
    process = fields.String(required=True)
    status = fields.String(
        required=True,
        validate=validate.OneOf(RESULTS),
        metadata={
            "description": "pending: not looked at yet; migrated; safe, needs_mapping, blocked: the verdict; failed: "
            "it was tried and rolled back; ended: it had ended or changed its version before; reverted"
        },
    )
    reasons = fields.List(
        fields.String(), required=True, metadata={"description": "why not; or what a migration takes away"}
    )
    at = Moment(required=True, allow_none=True)
    may_revert = fields.Boolean(
        required=True, metadata={"description": "it can go back, as long as it has not moved since"}
    )


class MigrationHead(Schema):
    """A migration, and how many instances got which result."""

    id = fields.String(required=True)
    bundle = fields.String(required=True)
    from_ = fields.Integer(required=True, data_key="from", attribute="from")
    to = fields.Integer(required=True)
    dry_run = fields.Boolean(required=True)
    status = fields.String(required=True, validate=validate.OneOf(["running", "paused", "done"]))
    planned_at = Moment(required=True)
    planned_by = fields.String(required=True)
    counts = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        required=True,
        metadata={"description": "how many results have each status"},
    )


class MigrationSchema(MigrationHead):
    """A migration, how many instances got which result, and a page of the results."""

    mapping = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    total = fields.Integer(required=True)
    done = fields.Integer(required=True)
    items = fields.List(fields.Nested(MigrationResultSchema), required=True)
    next = fields.String(
        required=True, allow_none=True, metadata={"description": "cursor of the next page; null = no more"}
    )


class ResultsQuery(Paging):
    """Which results."""

    status = Text(load_default=absent, validate=[validate.OneOf(RESULTS)])


class Paused(Schema):
    """The migration after the act."""

    id = fields.String(required=True)
    status = fields.String(required=True)


class Reverted(Schema):
    """The instance after the act."""

    instance = fields.String(required=True)
    status = fields.String(required=True)
    revision = fields.Integer(required=True)


@migrations.call("POST", "/migrations", body=MigrationPlan, answer=MigrationSchema, creates=True, refuses=[404])
def plan_migration(body: dict[str, Any]) -> Any:
    """Migrate every instance of a version, or judge them in a dry run. What takes longer goes on with resume."""
    plan = PlanMigration(body["bundle"], body["from_"], body["to"], body["mapping"], body["dry_run"])
    return _run(perform(plan)["id"])


@migrations.call("GET", "/migrations", query=Paging, answer=page_of(MigrationHead))
def list_migrations(query: dict[str, Any]) -> Any:
    """Migrations and dry runs, the newest first."""
    return ask(MigrationList(**query))


@migrations.call("GET", "/migrations/<migration_id>", query=ResultsQuery, answer=MigrationSchema, refuses=[404])
def read_migration(migration_id: str, query: dict[str, Any]) -> Any:
    """How a migration stands, with the results of its instances."""
    return ask(MigrationView(migration_id, **query))


@migrations.call("POST", "/migrations/<migration_id>/resume", answer=MigrationSchema, refuses=[404])
def resume_migration(migration_id: str) -> Any:
    """Go on where it stopped. One that is done judges anew what did not go through: cases move on meanwhile."""
    return _run(perform(ResumeMigration(migration_id))["id"])


@migrations.call("POST", "/migrations/<migration_id>/pause", answer=Paused, refuses=[404, 409])
def pause_migration(migration_id: str) -> Any:
    """Stop it between two instances, whoever runs it; what is done stays done."""
    return perform(PauseMigration(migration_id))


@migrations.call("POST", "/migrations/<migration_id>/results/<instance_id>/revert", answer=Reverted, refuses=[404, 409])
def revert_instance(migration_id: str, instance_id: str) -> Any:
    """Put an instance back as it was, as long as it has not moved since."""
    return perform(RevertInstance(migration_id, instance_id))


def _run(migration_id: str) -> Any:
    who, app = actor(), application()
    dry_run = ask(MigrationView(migration_id, limit=1))["dry_run"]
    run_migration(lambda command: app.execute(command, who), migration_id, dry_run=dry_run, seconds=SECONDS)
    return ask(MigrationView(migration_id))
