"""``suqiu deploy`` and ``export``: bundles from and to folders."""

from pathlib import Path

import click

from engine.actor import Actor
from engine.application import Application
from engine.cli.composition import opened
from engine.cli.folder import read_folder, read_walks, write_folder
from engine.commands.deploy_bundle import DeployBundle
from engine.queries.deployments import ExportBundle, ExportWalks

OPERATOR = Actor("operator", "命令行", frozenset({"designer"}), kind="system")  # who has the machine has the bundles


def deploy_folder(application: Application, folder: Path) -> str:
    """Deploy a folder; answers a sentence on what happened."""
    name, files = read_folder(folder)
    answer = application.execute(DeployBundle(name, files, walks=read_walks(folder)), OPERATOR)
    state = "is unchanged" if answer.get("unchanged") else "is deployed"
    return f"{name} version {answer['version']} {state} ({answer['hash'][:12]})."


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def deploy(folder: Path) -> None:
    """Deploy the bundle in FOLDER as a new version, unless nothing changed.

    Example: suqiu deploy processes/citizen_request
    """
    with opened() as application:
        click.echo(deploy_folder(application, folder))


@click.command()
@click.argument("bundle")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--version", type=int, help="Which version. [default: the one in force]")
def export(bundle: str, folder: Path, version: int | None) -> None:
    """Write a deployed version of BUNDLE as files into FOLDER; deploying them again changes nothing.

    Into processes/BUNDLE the forms go to forms/BUNDLE, and files that version does not have are removed.

    Example: suqiu export citizen_request processes/citizen_request
    """
    with opened() as application:
        files = application.ask(ExportBundle(bundle, version), OPERATOR)
        walks = application.ask(ExportWalks(bundle, version), OPERATOR)
    written = write_folder(bundle, folder, files, walks)
    click.echo(f"Wrote {len(files)} files and {len(walks)} walks to {folder}.")
    for path in written:
        click.echo(f"Removed {path}, which that version does not have.")
