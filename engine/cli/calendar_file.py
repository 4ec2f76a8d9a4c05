"""``suqiu import-calendar``: the days of a year as a table."""

from pathlib import Path
from typing import Any

import click

from engine.actor import SYSTEM
from engine.cli.composition import opened
from engine.cli.sheet import read_file
from engine.commands.import_calendar import ImportCalendar
from engine.errors import FormRejected


@click.command("import-calendar")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--source", default="", help="Where the days come from: the notice.")
@click.option("--dry-run", is_flag=True, help="Only show what it would change.")
def import_calendar(file: Path, source: str, dry_run: bool) -> None:
    """Import holidays and make-up workdays from FILE (CSV or XLSX, columns day, working, name, hours).

    Either the special days only, as the yearly notice lists them, or every day of a year. The years in FILE are
    replaced whole; deadlines they touch are computed anew by the running server, each with a journal entry. A row with
    hours ("09:00-12:00 14:00-18:00") says which hold from its day on.

    Example: suqiu import-calendar 2027.csv --source "国办发明电〔2026〕7号" --dry-run
    """
    content = read_file(file)
    with opened() as application:
        shown = application.execute(ImportCalendar(file.name, content, source, dry_run=True), SYSTEM)
        _show(shown)
        if shown["problems"]:
            raise FormRejected({}, f"{len(shown['problems'])} problem(s); nothing was stored. Mend them and try again.")
        if dry_run:
            click.echo("Nothing was stored.")
            return
        stored = application.execute(ImportCalendar(file.name, content, source, base=shown["base"]), SYSTEM)
    click.echo(f"Edition {stored['edition']} of the calendar is in force.")


def _show(shown: dict[str, Any]) -> None:
    for problem in shown["problems"]:
        click.echo(f"line {problem['line']}: {problem['message']}", err=True)
    if shown["problems"]:
        return
    for one in shown["changed"]:
        click.echo(f"{one['day']}: {_said(one['before'])} → {_said(one['after'])}")
    for one in shown["hours"]:
        click.echo(f"From {one['since']} on people work {' '.join('-'.join(pair) for pair in one['after'])}.")
    for doubt in shown["doubts"]:
        click.echo(f"To check: {doubt}", err=True)
    for year in shown["announced"]:
        click.echo(f"{year} becomes known.")
    click.echo(f"{shown['deadlines']} case(s) have their dates computed anew.")


def _said(one: dict[str, Any] | None) -> str:
    return "as its weekday" if one is None else f"{'work' if one['working'] else 'free'} {one['name']}".strip()
