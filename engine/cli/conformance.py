"""``suqiu feel-tck``: how much of the public DMN conformance kit passes."""

from pathlib import Path

import click

from engine.feel.tck import run_tck


@click.command("feel-tck")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def feel_tck(folder: Path) -> None:
    """Run the test cases of the DMN Technology Compatibility Kit in FOLDER; print figures per group and in total.

    Example: suqiu feel-tck ~/tck/TestCases/compliance-level-2
    """
    for line in run_tck(folder).lines():
        click.echo(line)
