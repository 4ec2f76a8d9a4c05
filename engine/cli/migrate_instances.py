"""``suqiu instances``: bring running instances to another version of their bundle."""

from typing import Any

import click
from rich.progress import Progress

from engine.application import Application
from engine.cli.bundles import OPERATOR
from engine.cli.composition import opened
from engine.commands.migrate_instance import RevertInstance
from engine.commands.migration_batch import run_migration
from engine.commands.plan_migration import PauseMigration, PlanMigration, ResumeMigration
from engine.errors import Unusable
from engine.queries.migration_view import MigrationView
from engine.queries.migrations import MigrationList

SHOWN = 20  # results that are printed; the API pages through all of them
WORTH_SAYING = ("blocked", "needs_mapping", "failed")


@click.group()
def instances() -> None:
    """Migrate running instances between versions of a bundle.

    Example: suqiu instances migrate citizen_request 3 4 --dry-run
    """


@instances.command()
@click.argument("bundle")
@click.argument("before", type=int, metavar="FROM")
@click.argument("after", type=int, metavar="TO")
@click.option("--map", "pairs", multiple=True, metavar="OLD=NEW", help="An id that changed; OLD= when it is gone.")
@click.option("--dry-run", is_flag=True, help="Only judge each instance; nothing moves.")
def migrate(bundle: str, before: int, after: int, pairs: tuple[str, ...], dry_run: bool) -> None:
    """Migrate every instance of BUNDLE that runs on version FROM to version TO. Ctrl-C stops it between two.

    Example: suqiu instances migrate citizen_request 3 4 --map sign=accept_work --dry-run
    """
    plan = PlanMigration(bundle, before, after, dict(_pair(text) for text in pairs), dry_run)
    with opened() as application:
        planned = application.execute(plan, OPERATOR)
        _run(application, planned["id"], planned["total"])


@instances.command()
def migrations() -> None:
    """List migrations and dry runs, the newest first: id, versions, status, results.

    Example: suqiu instances migrations
    """
    with opened() as application:
        found = application.ask(MigrationList(), OPERATOR)
    for one in found["items"]:
        kind = "dry run" if one["dry_run"] else "migration"
        counts = ", ".join(f"{count} {status}" for status, count in sorted(one["counts"].items())) or "no instances"
        versions = f"{one['bundle']} {one['from']} → {one['to']}"
        click.echo(f"{one['id']}  {one['planned_at'][:16]}  {versions}  {kind}, {one['status']}: {counts}")
    if not found["items"]:
        click.echo("None was planned yet.")
    elif found["next"]:
        click.echo("… and older ones: GET /api/v1/migrations.")


@instances.command()
@click.argument("migration")
def resume(migration: str) -> None:
    """Go on with MIGRATION where it stopped; one that is done tries again what did not go through.

    Example: suqiu instances resume 0193a5…
    """
    with opened() as application:
        left = application.execute(ResumeMigration(migration), OPERATOR)["total"]
        _run(application, migration, left)


@instances.command()
@click.argument("migration")
@click.argument("instance")
def revert(migration: str, instance: str) -> None:
    """Put INSTANCE back as it was before MIGRATION, as long as it has not moved since.

    Example: suqiu instances revert 0193a5… 0193a6…
    """
    with opened() as application:
        application.execute(RevertInstance(migration, instance), OPERATOR)
    click.echo(f"{instance} is back.")


def _run(application: Application, migration: str, total: int) -> None:
    dry_run = application.ask(MigrationView(migration, limit=1), OPERATOR)["dry_run"]
    click.echo(f"Migration {migration}: {total} instances.")
    with Progress(transient=True) as progress:
        bar = progress.add_task("Judging" if dry_run else "Migrating", total=total)
        try:
            run_migration(
                lambda command: application.execute(command, OPERATOR),
                migration, dry_run=dry_run, told=lambda done: progress.advance(bar, done),
            )  # fmt: skip
        except KeyboardInterrupt:
            progress.stop()
            application.execute(PauseMigration(migration), OPERATOR)  # else a server that runs would go on with it
            click.echo(f"Stopped between two instances. Go on with: suqiu instances resume {migration}")
    _report(application, migration)


def _report(application: Application, migration: str) -> None:
    found = application.ask(MigrationView(migration, limit=1), OPERATOR)
    click.echo(", ".join(f"{count} {status}" for status, count in sorted(found["counts"].items())) or "Nothing to do.")
    for status in WORTH_SAYING:
        for one in application.ask(MigrationView(migration, status=status, limit=SHOWN), OPERATOR)["items"]:
            click.echo(_line(one))
        if found["counts"].get(status, 0) > SHOWN:
            click.echo(f"… and {found['counts'][status] - SHOWN} more {status}.")


def _line(result: dict[str, Any]) -> str:
    return f"{result['status']}: {result['key']} ({result['instance']}): {' '.join(result['reasons'])}"


def _pair(text: str) -> tuple[str, str]:
    old, equals, new = text.partition("=")
    if not equals or not old.strip():
        raise Unusable(f"Expected OLD=NEW, but found {text!r}.")
    return old.strip(), new.strip()
