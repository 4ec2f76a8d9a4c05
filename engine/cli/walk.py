"""``suqiu walk``: a bundle's scenarios, step by step on a virtual clock, and how much of the diagrams they take."""

import sys
from collections import Counter
from pathlib import Path

import click

from engine.cli.folder import read_folder
from engine.cli.quiet import quiet
from engine.errors import Unusable
from engine.operations.bundle_problems import parsed
from engine.rehearsal.coverage import ProcessCoverage, coverage, share
from engine.rehearsal.district import ZONE, demo_district
from engine.rehearsal.scenario import Scenario, read_scenario
from engine.rehearsal.walk import Walked
from engine.rehearsal.walk import walk as walk_scenario


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--coverage", "with_coverage", is_flag=True, help="Print the sequence flows taken; below 100 % is a failure."
)
@click.option("--only", multiple=True, metavar="WORD", help="Only walks with this word in their file or title.")
def walk(folder: Path, with_coverage: bool, only: tuple[str, ...]) -> None:
    """Walk every scenario in FOLDER/walks in a demo district of its own; nothing is kept.

    Example: suqiu walk processes/citizen_request --coverage
    """
    quiet()
    name, files = read_folder(folder)
    scenarios = [one for one in scenarios_in(folder) if not only or any(w in one.file + one.title for w in only)]
    if not scenarios:
        raise Unusable(f"Expected walks (*.yaml) in {folder / 'walks'}, but found none.")
    taken: Counter[tuple[str, str]] = Counter()
    failed = 0
    with demo_district({name: files}, min(one.starts for one in scenarios)) as district:
        for scenario in scenarios:
            walked = walk_scenario(scenario, district)
            taken.update(walked.flows)
            failed += not walked.is_good
            _report(walked)
    click.echo(f"{len(scenarios) - failed} of {len(scenarios)} walks are as they should be.")
    whole = not with_coverage or _print_coverage(coverage(parsed(name, files), taken))
    if failed or not whole:
        sys.exit(1)


def scenarios_in(folder: Path) -> list[Scenario]:
    """The walks of a bundle's folder. Raises: Unusable."""
    return [read_scenario(path.name, path.read_bytes(), ZONE) for path in sorted((folder / "walks").glob("*.yaml"))]


def _report(walked: Walked) -> None:
    mark = "✓" if walked.is_good else "✗"
    click.echo(f"{mark} {walked.scenario.title}  [{walked.scenario.file}, {walked.steps} steps]")
    for sentence in walked.failures:
        click.echo(f"    {sentence}")


def _print_coverage(processes: list[ProcessCoverage]) -> bool:
    for one in processes:
        click.echo(f"{one.process_id:<20} {one.covered:>4}/{len(one.flows):<4} {one.name}")
        for words in one.missing:
            click.echo(f"    never taken: {words}")
    covered, there = share(processes)
    click.echo(f"Sequence flows taken: {covered} of {there} ({100 * covered / max(there, 1):.1f} %).")
    return covered == there
