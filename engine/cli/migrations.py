"""``suqiu migrate``: bring the database to the tables this release needs."""

from collections.abc import Collection
from pathlib import Path

import click
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError

from alembic import command
from engine.actor import SYSTEM
from engine.application import Application
from engine.cli.composition import opened
from engine.commands.leave_out_identities import LeaveOutIdentities
from engine.errors import Unusable
from engine.persistence.database import Database

FOLDER = Path(__file__).resolve().parents[2] / "alembic"


@click.command()
@click.option("--revision", default="head", show_default=True, help="Where to go; a lower one goes back.")
def migrate(revision: str) -> None:
    """Bring the database's tables to this release, or back to a REVISION.

    Example: suqiu migrate
    """
    with opened(migrated=False) as application:
        before, after = bring(application.database, revision)
        leave_out_identities(application)
    click.echo(
        f"The database is at {after or 'nothing'}."
        if before == after
        else f"From {before or 'empty'} to {after or 'empty'}."
    )


def bring(database: Database, revision: str = "head") -> tuple[str | None, str | None]:
    """Run the migrations up or down to ``revision``; answers the revisions before and after.

    Raises:
        Unusable: the database is at a revision this release does not know, or there is no such revision.
    """
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["database"] = database
    before = at(database)
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    _expect_known(before, known)
    try:
        if revision == "base" or (revision in known and before is not None and revision < before):
            command.downgrade(config, revision)
        else:
            command.upgrade(config, revision)
    except CommandError as error:
        raise Unusable(f"Expected a known migration, but found {revision}: {error}.") from error
    return before, at(database)


def leave_out_identities(application: Application) -> int:
    """Of a database level with this release: keep what citizens typed before without who asked. Answers how many
    requests were gone through; it needs the identity key, which no migration has."""
    count = 0
    if at(application.database) == ScriptDirectory(str(FOLDER)).get_current_head():
        while done := application.execute(LeaveOutIdentities(), SYSTEM):
            count += done
    return count


def mark(database: Database) -> None:
    """Say of a database whose tables were made as this release has them that it is level with its migrations."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["database"] = database
    command.stamp(config, "head")


def at(database: Database) -> str | None:
    """The revision the database is at; None when it is empty."""
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table_schema": database.schema})
        return context.get_current_revision()


def expect_migrated(database: Database) -> None:
    """Refuse to work on tables of another release, or on none.

    Raises:
        Unusable: with the migration wanted, the one found, and what to run.
    """
    scripts = ScriptDirectory(str(FOLDER))
    wanted, found = scripts.get_current_head(), at(database)
    _expect_known(found, {script.revision for script in scripts.walk_revisions()})
    if found != wanted:
        raise Unusable(
            f"Expected the database at migration {wanted}, but found {found or 'an empty database'}. Run: suqiu migrate"
        )


def _expect_known(found: str | None, known: Collection[str]) -> None:
    """A migration this release does not have was made by one after it: going up from there is no way."""
    if found is not None and found not in known:
        raise Unusable(
            f"Expected the database at a migration this release knows, but found {found}. "
            "It was written by a newer release: run that one, or restore a backup."
        )
