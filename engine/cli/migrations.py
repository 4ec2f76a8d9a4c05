"""``suqiu migrate``: bring the database to the tables this release needs."""

import click

from engine.actor import SYSTEM
from engine.application import Application
from engine.cli.composition import opened
from engine.cli.revisions import bring, is_level
from engine.commands.leave_out_identities import LeaveOutIdentities


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


def leave_out_identities(application: Application) -> int:
    """Of a database level with this release: keep what citizens typed before without who asked. Answers how many
    requests were gone through; it needs the identity key, which no migration has."""
    count = 0
    if is_level(application.database):
        while done := application.execute(LeaveOutIdentities(), SYSTEM):
            count += done
    return count
