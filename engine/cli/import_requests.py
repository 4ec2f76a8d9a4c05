"""``suqiu import-requests``: a table of past requests, good rows in, bad rows listed by line."""

from collections.abc import Iterator
from pathlib import Path

import click
from rich.progress import track

from engine.actor import SYSTEM
from engine.casework.imported_request import ImportedRequest, imported_request, mapping_of
from engine.cli.composition import opened
from engine.cli.sheet import Row, Sheet, read_sheet, write_refused
from engine.commands.import_requests import ImportRequests
from engine.errors import Unusable

BATCH = 500


@click.command("import-requests")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--mapping", "mapping", multiple=True, metavar="FIELD=COLUMN", help="Which column holds a field.")
def import_requests(file: Path, mapping: tuple[str, ...]) -> None:
    """Import the past requests in FILE (CSV or XLSX); a record that is there already is left as it is.

    The columns record_id, date, street, community, source, kind, level1, level2, level3, handling_unit and outcome are
    found by name; say FIELD=COLUMN where a table calls them otherwise. Refused rows go to FILE.refused.csv.

    Example: suqiu import-requests events.csv --mapping record_id=编号 --mapping date=登记日期
    """
    sheet = read_sheet(file)
    good, refused = read_requests(sheet, dict(_pair(text) for text in mapping))
    added = 0
    with opened() as application:
        batches = list(batches_of(good))
        for batch in track(batches, description="Importing"):
            added += application.execute(ImportRequests(batch), SYSTEM)["added"]
    click.echo(f"{len(sheet.rows)} rows: {added} in, {len(good) - added} known already, {len(refused)} refused.")
    place = file.with_name(f"{file.name}.refused.csv")
    if refused:
        write_refused(place, sheet.header, refused)
        click.echo(f"Refused rows, by line and with the reason: {place}")
    else:
        place.unlink(missing_ok=True)  # of an earlier try


def read_requests(sheet: Sheet, given: dict[str, str]) -> tuple[list[ImportedRequest], list[tuple[Row, str]]]:
    """The records of a table, and the rows that are none with the reason.

    Raises:
        Unusable: the mapping does not fit the header.
    """
    columns = mapping_of(sheet.header, given)
    places = {name: sheet.header.index(column) for name, column in columns.items()}
    good: list[ImportedRequest] = []
    refused: list[tuple[Row, str]] = []
    seen: dict[tuple[str, str], int] = {}
    for row in sheet.rows:
        try:
            if len(row.cells) != len(sheet.header):
                raise Unusable(f"Expected {len(sheet.header)} columns, but found {len(row.cells)}.")
            request = imported_request({name: row.cells[place] for name, place in places.items()})
            first = seen.setdefault((request.source, request.record_id), row.line)
            if first != row.line:
                raise Unusable(f"Expected each record once, but {request.record_id} stands in line {first} already.")
        except Unusable as reason:
            refused.append((row, reason.message))
        else:
            good.append(request)
    return good, refused


def batches_of(requests: list[ImportedRequest]) -> Iterator[tuple[ImportedRequest, ...]]:
    """Batches of one transaction each."""
    for start in range(0, len(requests), BATCH):
        yield tuple(requests[start : start + BATCH])


def _pair(text: str) -> tuple[str, str]:
    name, equals, column = text.partition("=")
    if not equals:
        raise Unusable(f"Expected FIELD=COLUMN, but found {text!r}.")
    return name.strip(), column.strip()
