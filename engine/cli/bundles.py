"""``suqiu deploy``, ``check`` and ``export``: bundles from and to folders."""

from collections.abc import Mapping
from pathlib import Path

import click

from engine.actor import Actor
from engine.application import Application
from engine.cli.composition import opened
from engine.commands.deploy_bundle import DeployBundle
from engine.errors import DeploymentRefused, Unusable
from engine.operations.bundle_problems import problems_of
from engine.queries.deployments import ExportBundle, ExportWalks
from engine.runtime.limits import MAX_BYTES

KINDS = (".bpmn", ".dmn", ".form")
OPERATOR = Actor("operator", "命令行", frozenset({"designer"}), kind="system")  # who has the machine has the bundles


def read_folder(folder: Path) -> tuple[str, dict[str, bytes]]:
    """The name of a bundle and its files: diagrams and decisions in ``folder``, forms beside or in forms/<bundle>/.

    Raises:
        Unusable: the folder holds no diagram.
    """
    name = folder.resolve().name
    places = (folder, folder.resolve() / ".." / ".." / "forms" / name)
    files = {
        path.name: read_file(path)
        for place in places
        if place.is_dir()
        for path in sorted(place.iterdir())
        if path.suffix in KINDS
    }
    if not any(file.endswith(".bpmn") for file in files):
        raise Unusable(f"Expected diagrams (*.bpmn) in {folder}, but found none. Name the folder of a bundle.")
    return name, files


def read_file(path: Path) -> bytes:
    """Its content, cut behind the most a file may have: what is larger is refused by its size, not read to its end."""
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def read_walks(folder: Path) -> dict[str, bytes]:
    """The walks of a bundle by file name."""
    return {path.name: read_file(path) for path in sorted((folder / "walks").glob("*.yaml"))}


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
@click.argument("folder", type=click.Path(exists=True, path_type=Path))
def check(folder: Path) -> None:
    """Check the bundle in FOLDER (or one file) and print every problem; nothing is stored.

    Example: suqiu check processes/citizen_request
    """
    name, files = read_folder(folder) if folder.is_dir() else (folder.stem, {folder.name: read_file(folder)})
    problems = problems_of(name, files)
    for problem in problems:
        click.echo(f"{problem.severity}: {problem}")
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        raise DeploymentRefused(errors)
    click.echo(f"{name}: {len(files)} files, no errors, {len(problems)} warnings.")


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


def write_folder(bundle: str, folder: Path, files: Mapping[str, bytes], walks: Mapping[str, bytes]) -> list[Path]:
    """Write a bundle so that ``read_folder`` and ``read_walks`` find exactly this; answers what was removed for it.

    Raises:
        Unusable: the folder holds files of some other bundle.
    """
    in_tree = folder.resolve().parent.name == "processes"
    forms = folder.resolve().parents[1] / "forms" / bundle if in_tree else folder
    wanted = {(forms if name.endswith(".form") else folder) / name: content for name, content in files.items()}
    wanted |= {folder / "walks" / name: content for name, content in walks.items()}
    there = [path for place in dict.fromkeys((folder, forms)) if place.is_dir() for path in place.iterdir()]
    there += (folder / "walks").glob("*.yaml") if (folder / "walks").is_dir() else []
    stale = [path for path in there if path.suffix in (*KINDS, ".yaml") and path not in wanted]
    if stale and folder.resolve().name != bundle:
        raise Unusable(
            f"Expected an empty folder, or one called {bundle}, but found {stale[0]}. Choose another folder."
        )
    for path in stale:
        path.unlink()
    for path, content in wanted.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return stale
