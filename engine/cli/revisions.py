"""At which revision a database's tables are, and how they come to another: Alembic, for the command line."""

from collections.abc import Collection
from pathlib import Path

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError

from alembic import command
from engine.errors import Unusable
from engine.persistence.database import Database

FOLDER = Path(__file__).resolve().parents[2] / "alembic"


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


def mark(database: Database) -> None:
    """Say of a database whose tables were made as this release has them that it is level with its migrations."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["database"] = database
    command.stamp(config, "head")


def is_level(database: Database) -> bool:
    """Are its tables those of this release?"""
    return at(database) == ScriptDirectory(str(FOLDER)).get_current_head()


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
