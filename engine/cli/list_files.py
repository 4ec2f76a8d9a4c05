"""``suqiu import-list`` and ``suqiu export-list``: the responsibility list in and out as a table."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from engine.actor import SYSTEM
from engine.casework.list_table import COLUMNS
from engine.cli.composition import opened
from engine.cli.sheet import read_file, write_file
from engine.commands.import_list import ImportList
from engine.errors import FormRejected
from engine.queries.list_export import ListExport

DAY = click.DateTime(["%Y-%m-%d"])


@click.command("import-list")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--from", "effective_from", type=DAY, help="The day from which it holds; without it, today.")
@click.option("--reason", default="", help="Why the list is changed.")
@click.option("--dry-run", is_flag=True, help="Only show what it would change.")
@click.option("--yes", is_flag=True, help="Do not ask before matters are taken away.")
def import_list(file: Path, effective_from: datetime | None, reason: str, dry_run: bool, yes: bool) -> None:
    """Import the whole responsibility list in FILE (CSV or XLSX) as an edition; one bad row and nothing is stored.

    Shows what comes, goes and differs. A matter that is not in FILE goes. Running cases keep the row they had. The
    columns are those of an export, by their Chinese or English names.

    Example: suqiu import-list list.xlsx --from 2027-01-01 --reason "第七版办法" --dry-run
    """
    day = effective_from.date() if effective_from else None
    content = read_file(file)
    with opened() as application:
        shown = application.execute(ImportList(file.name, content, day, reason, dry_run=True), SYSTEM)
        _show(shown)
        if shown["problems"]:
            raise FormRejected({}, f"{len(shown['problems'])} problem(s); nothing was stored. Mend them and try again.")
        if dry_run or _are_none(shown):
            click.echo("Nothing was stored." if dry_run else "The list is as the file says already.")
            return
        if shown["removed"] and not yes:
            click.confirm(f"{len(shown['removed'])} matter(s) go. Import it?", abort=True)
        command = ImportList(file.name, content, day, reason, base=shown["base"])
        stored = application.execute(command, SYSTEM)
    click.echo(f"Version {stored['version']} of the list holds from {stored['effective_from']}.")


@click.command("export-list")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--on", "on", type=DAY, help="The day whose list it is; without it, today.")
def export_list(file: Path, on: datetime | None) -> None:
    """Write the responsibility list in force into FILE (CSV or XLSX); imported again it changes nothing.

    Example: suqiu export-list list.xlsx
    """
    day: date | None = on.date() if on else None
    with opened() as application:
        made = application.ask(ListExport(file.suffix.lower().removeprefix("."), day), SYSTEM)
    write_file(file, made["content"])
    click.echo(f"Written: {file}")


def _show(shown: dict[str, Any]) -> None:
    for problem in shown["problems"]:
        click.echo(f"line {problem['line']}: {problem['message']}", err=True)
    for row in shown["added"]:
        click.echo(f"+ {row['code']} {row['name']}")
    for row in shown["removed"]:
        click.echo(f"- {row['code']} {row['name']}")
    for row in shown["changed"]:
        click.echo(f"~ {row['code']} {row['name']}")
        for name, pair in row["fields"].items():
            click.echo(f"    {COLUMNS.get(name, name)}: {_said(pair['before'])} → {_said(pair['after'])}")
    counts = ", ".join(f"{len(shown[part])} {part}" for part in ("added", "removed", "changed"))
    click.echo(f"{shown['rows']} matters read: {counts}, from {shown['effective_from']}.")


def _are_none(shown: dict[str, Any]) -> bool:
    return not (shown["added"] or shown["removed"] or shown["changed"])


def _said(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(_said(one) for one in value) or "—"
    if isinstance(value, dict):
        return ", ".join(f"{name} {one}" for name, one in value.items()) or "—"
    return str(value) if value else "—"
