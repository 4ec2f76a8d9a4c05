"""``suqiu import-requests``: a table of past requests, good rows in, bad rows listed by line."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import click
from rich.progress import track

from engine.actor import SYSTEM
from engine.application import Application
from engine.casework.imported_request import (
    OUTCOMES,
    ImportedRequest,
    imported_request,
    mapping_of,
    outcomes_with,
)
from engine.cli.composition import opened
from engine.cli.sheet import Row, Sheet, read_sheet, write_refused
from engine.commands.file_imported_request import FileImportedRequest
from engine.commands.import_requests import ImportRequests
from engine.errors import Unusable

BATCH = 500


@click.command("import-requests")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--mapping", "mapping", multiple=True, metavar="FIELD=COLUMN", help="Which column holds a field.")
@click.option(
    "--outcome", "outcomes", multiple=True, metavar="WORD=OUTCOME", help="What another word for an outcome stands for."
)
def import_requests(file: Path, mapping: tuple[str, ...], outcomes: tuple[str, ...]) -> None:
    """Import the requests in FILE (CSV or XLSX); a record that is there already is left as it is.

    A row with an outcome (按期办结 or on_time, 逾期办结 or late) is kept as a record of the past; a row without one is
    filed as a case and its process begins. Say WORD=OUTCOME where a table has other words for them.
    The columns record_id, date, street, community, source, kind, level1, level2, level3, handling_unit and outcome are
    found by name; say FIELD=COLUMN where a table calls them otherwise. Refused rows go to FILE.refused.csv.

    Example: suqiu import-requests events.csv --mapping record_id=编号 --mapping date=登记日期
    """
    sheet = read_sheet(file)
    words = outcomes_with(dict(pair_of(text, "WORD=OUTCOME") for text in outcomes))
    columns = dict(pair_of(text) for text in mapping)
    good, refused = read_requests(sheet, columns, words)
    _say_mapping(sheet, mapping_of(sheet.header, columns), words)
    with opened() as application:
        added, impossible = _keep_past(application, [one for one in good if one.request.outcome])
        filed, more = _file_open(application, [one for one in good if not one.request.outcome])
    refused = sorted([*refused, *impossible, *more], key=lambda pair: pair[0].line)
    known = len(sheet.rows) - len(refused) - added - filed
    click.echo(
        f"{len(sheet.rows)} rows: {added} kept as past requests, {filed} filed as cases, {known} known already, "
        f"{len(refused)} refused."
    )
    place = file.with_name(f"{file.name}.refused.csv")
    if refused:
        write_refused(place, sheet.header, refused)
        click.echo(f"Refused rows, by line and with the reason: {place}")
    else:
        place.unlink(missing_ok=True)  # of an earlier try


def _say_mapping(sheet: Sheet, columns: Mapping[str, str], words: Mapping[str, str]) -> None:
    """What was read as what, so that a wrong column or word is seen before the figures are believed."""
    click.echo("Columns: " + ", ".join(f"{field} ← {column}" for field, column in columns.items()))
    if "outcome" in columns:
        place = sheet.header.index(columns["outcome"])
        found = Counter(str(row.cells[place] or "").strip() for row in sheet.rows if place < len(row.cells))
        meant = (f"{word or '(empty)'} → {_meaning(word, words)} ({count})" for word, count in found.most_common(12))
        click.echo("Outcomes: " + ", ".join(meant))


def _meaning(word: str, words: Mapping[str, str]) -> str:
    return words.get(word, "open" if word in ("", "-") else "refused")


@dataclass(frozen=True)
class Good:
    """A row that can be imported."""

    row: Row
    request: ImportedRequest


def _keep_past(application: Application, rows: list[Good]) -> tuple[int, list[tuple[Row, str]]]:
    added, refused = 0, []
    starts = range(0, len(rows), BATCH)
    for start in track(starts, description="Keeping past requests", disable=not rows):
        batch = rows[start : start + BATCH]
        done = application.execute(ImportRequests(tuple(one.request for one in batch)), SYSTEM)
        added += done["added"]
        refused += [(batch[place].row, reason) for place, reason in done["refused"].items()]
    return added, refused


def _file_open(application: Application, rows: list[Good]) -> tuple[int, list[tuple[Row, str]]]:
    """File each in a transaction of its own; what a rule of the district refuses is told with its line."""
    filed, refused = 0, []
    for one in track(rows, description="Filing open requests", disable=not rows):
        try:
            filed += application.execute(FileImportedRequest(one.request), SYSTEM)["added"]
        except Unusable as reason:
            refused.append((one.row, reason.message))
    return filed, refused


def read_requests(
    sheet: Sheet, given: dict[str, str], outcomes: Mapping[str, str] = OUTCOMES
) -> tuple[list[Good], list[tuple[Row, str]]]:
    """The records of a table, and the rows that are none with the reason.

    Raises:
        Unusable: the mapping does not fit the header.
    """
    columns = mapping_of(sheet.header, given)
    places = {name: sheet.header.index(column) for name, column in columns.items()}
    good: list[Good] = []
    refused: list[tuple[Row, str]] = []
    seen: dict[tuple[str, str], int] = {}
    for row in sheet.rows:
        try:
            row.expect_whole(len(sheet.header))
            if len(row.cells) != len(sheet.header):
                raise Unusable(f"Expected {len(sheet.header)} columns, but found {len(row.cells)}. Mend the row.")
            request = imported_request({name: row.cells[place] for name, place in places.items()}, outcomes)
            first = seen.setdefault((request.source, request.record_id), row.line)
            if first != row.line:
                raise Unusable(f"Expected each record once, but {request.record_id} stands in line {first} already.")
        except Unusable as reason:
            refused.append((row, reason.message))
        else:
            good.append(Good(row, request))
    return good, refused


def pair_of(text: str, wanted: str = "FIELD=COLUMN") -> tuple[str, str]:
    """FIELD=COLUMN or what is wanted else, in two. Raises: Unusable."""
    name, equals, column = text.partition("=")
    if not equals:
        raise Unusable(f"Expected {wanted}, but found {text!r}. Put an equals sign between the two.")
    return name.strip(), column.strip()
