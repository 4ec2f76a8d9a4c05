"""``suqiu check``: what is wrong with a bundle, without a database. It is typed often, so it imports little."""

from pathlib import Path

import click

from engine.cli.folder import read_file, read_folder
from engine.operations.bundle_problems import problems_of


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
    errors = sum(problem.severity == "error" for problem in problems)
    found = ", ".join(
        _count(*one) for one in ((len(files), "file"), (errors, "error"), (len(problems) - errors, "warning"))
    )
    click.echo(f"{name}: {found}.")
    if errors:
        click.get_current_context().exit(1)


def _count(number: int, what: str) -> str:
    return f"{number or 'no'} {what}{'' if number == 1 else 's'}"
