"""``suqiu prepare`` and ``suqiu demo``: from an empty folder to a district one can look at."""

from pathlib import Path

import click

from engine.application import Application
from engine.cli.bundles import deploy_folder
from engine.cli.composition import opened
from engine.cli.migrations import leave_out_identities
from engine.cli.revisions import bring


@click.command()
@click.argument("folders", nargs=-1, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--demo", "with_demo", is_flag=True, help="Load the demo district too.")
def prepare(folders: tuple[Path, ...], with_demo: bool) -> None:
    """Migrate the database and deploy the bundles in FOLDERS; what is there already is left alone.

    Example: suqiu prepare --demo processes/citizen_request
    """
    with opened(migrated=False) as application:
        bring(application.database)
        leave_out_identities(application)
        if with_demo:
            _load_demo(application)
        for folder in folders:
            click.echo(deploy_folder(application, folder))


@click.command()
def demo() -> None:
    """Load the demo district: units, places, responsibility list, calendar, accounts with random passwords.

    Example: suqiu demo
    """
    with opened() as application:
        _load_demo(application)


def _load_demo(application: Application) -> None:
    from engine.demo import load  # heavy: the calendar and the list, needed here only

    for line in load(application):
        click.echo(line)
