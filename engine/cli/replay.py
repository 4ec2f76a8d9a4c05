"""``suqiu replay``: past requests through the real processes, with simulated citizens and staff, on a virtual clock."""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random

import click
from rich.progress import Progress

from engine.actor import SYSTEM
from engine.casework.imported_request import CASE_KINDS, KINDS, ImportedRequest, outcomes_with
from engine.cli.folder import read_folder
from engine.cli.import_requests import pair_of, read_requests
from engine.cli.quiet import quiet
from engine.cli.revisions import mark
from engine.cli.sheet import read_sheet
from engine.errors import Unusable
from engine.operations.bundle_problems import parsed
from engine.queries.list_export import ListLines
from engine.rehearsal.decisions import decisions_of, place_in
from engine.rehearsal.district import ZONE, demo_district
from engine.rehearsal.replay import Replay
from engine.rehearsal.scenario import START, moment_in
from engine.rehearsal.staff import Staff
from engine.rehearsal.tally import Tally
from forms import read_form

ENOUGH = 500  # requests from which on a mix must take every decision
SHOWN = 15


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--limit", type=click.IntRange(1), default=500, show_default=True, help="How many requests.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same replay.")
@click.option(
    "--bundle",
    "folder",
    default="processes/citizen_request",
    show_default=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The processes to drive.",
)
@click.option(
    "--keep",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Keep the district in this SQLite file; `suqiu prepare --demo` goes on with it.",
)
@click.option("--mapping", multiple=True, metavar="FIELD=COLUMN", help="As for import-requests.")
@click.option("--outcome", "outcomes", multiple=True, metavar="WORD=OUTCOME", help="As for import-requests.")
def replay(
    file: Path,
    limit: int,
    seed: int,
    folder: Path,
    keep: Path | None,
    mapping: tuple[str, ...],
    outcomes: tuple[str, ...],
) -> None:
    """Drive requests from FILE (as for import-requests) from filing to closing, in a demo district of its own.

    Prints how often each decision was taken and how the cases ended. Exit status 1 when a case ends otherwise, when
    something that must always be true was not, or when, from 500 requests on, a decision was never taken.

    Example: suqiu replay events.csv --limit 500 --seed 7
    """
    quiet()
    words = outcomes_with(dict(pair_of(text, "WORD=OUTCOME") for text in outcomes))
    good, refused = read_requests(read_sheet(file), dict(pair_of(text) for text in mapping), words)
    requests = [one.request for one in good]
    draw = Random(seed)  # noqa: S311 - a mix that can be repeated, no secret
    chosen = _mix(requests, limit, draw)
    if not chosen:
        raise Unusable(f"Expected requests in {file}, but all {len(refused)} rows are refused.")
    click.echo(f"{len(chosen)} of {len(requests)} requests ({len(refused)} rows refused), seed {seed}.")
    _print_kinds()
    tally = _replayed(folder, chosen, draw, keep)
    _print(tally)
    if not tally.is_whole or (tally.untaken and len(chosen) >= ENOUGH):
        sys.exit(1)


def _mix(requests: list[ImportedRequest], limit: int, draw: Random) -> list[ImportedRequest]:
    """``limit`` of them in the order they came in: of every kind a twelfth at least, the rest as they are mixed."""
    picked: dict[tuple[str, str], ImportedRequest] = {}
    shuffled = draw.sample(requests, len(requests))
    for kind in KINDS.values():
        of_kind = [one for one in shuffled if one.kind == kind]
        picked.update({(one.source, one.record_id): one for one in of_kind[: limit // 12]})
    for one in shuffled:
        if len(picked) >= limit:
            break
        picked.setdefault((one.source, one.record_id), one)
    return sorted(picked.values(), key=lambda one: (one.received_on, one.record_id))


def _replayed(folder: Path, chosen: list[ImportedRequest], draw: Random, keep: Path | None) -> Tally:
    url = _url(keep)
    name, files = read_folder(folder)
    bundle = parsed(name, files)
    forms = {f"{name}/{Path(file).stem}": read_form(text) for file, text in files.items() if file.endswith(".form")}
    with demo_district({name: files}, moment_in(ZONE, START, "the start"), url) as district, Progress() as bar:
        if keep:
            mark(district.application.database)
        task = bar.add_task("Cases ended", total=len(chosen))
        staff = Staff(draw, decisions_of(bundle, forms), district.application.ask(ListLines(), SYSTEM))
        run = Replay(district, staff, draw, partial(place_in, bundle))
        tell: Callable[[int], None] = lambda ended: bar.update(task, completed=ended)  # noqa: E731
        tally = run.run(chosen, tell)
    return tally


def _url(keep: Path | None) -> str:
    if keep is None:
        return "sqlite://"
    if keep.exists():
        raise Unusable(f"Expected a new file to keep the district in, but {keep} is there already. Name another.")
    return f"sqlite:///{keep.as_posix()}"


def _print_kinds() -> None:
    words = {code: word for word, code in KINDS.items()}
    click.echo("Kinds: " + ", ".join(f"{words[kind]} → {to}" for kind, to in CASE_KINDS.items()))


def _print(tally: Tally) -> None:
    click.echo("\nDecisions taken:")
    for (process, element, name, option), times in sorted(tally.decisions.items()):
        click.echo(f"{times:>7}  {process} › {element} › {name} = {option}")
    click.echo("\nHow the cases ended:")
    for (kind, state, outcome), times in sorted(tally.endings.items()):
        click.echo(f"{times:>7}  {kind}: {state}, {outcome}")
    click.echo("\nSteps:")
    for words, times in tally.steps.most_common():
        click.echo(f"{times:>7}  {words}")
    _print_list(
        "Refused by the rules, and done otherwise or later", [f"{n:>7}  {w}" for w, n in tally.refused.most_common()]
    )
    _print_list("Never taken", [" › ".join(decision) for decision in tally.untaken])
    _print_list("Did not end", tally.unfinished)
    _print_list("Not as it must be", tally.wrong)
    steps = sum(tally.steps.values())
    click.echo(
        f"\n{tally.ended} of {tally.filed} closed; {steps} steps in {tally.seconds:.1f} s "
        f"({steps / max(tally.seconds, 0.001):.0f} steps/s, {tally.days:.0f} days on the clock); "
        f"ended any other way: {len(tally.unfinished)}; not as it must be: {len(tally.wrong)}."
    )


def _print_list(title: str, lines: list[str]) -> None:
    if not lines:
        return
    click.echo(f"\n{title} ({len(lines)}):")
    for line in lines[:SHOWN]:
        click.echo(f"  {line}")
    if len(lines) > SHOWN:
        click.echo(f"  … and {len(lines) - SHOWN} more")
