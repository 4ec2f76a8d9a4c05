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
    told = f"{errors or 'no'} error{'' if errors == 1 else 's'}"
    click.echo(f"{name}: {len(files)} files, {told}, {len(problems) - errors} warnings.")
    if errors:
        click.get_current_context().exit(1)
