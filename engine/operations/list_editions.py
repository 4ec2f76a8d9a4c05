"""How the list changes: a table or some rows are held against what would be in force, and adopted whole or not."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from engine.casework import list_table
from engine.casework.budget import parse
from engine.casework.glossary import KINDS, codes
from engine.casework.identity import NOBODY
from engine.casework.list_changes import Changes, changes_between
from engine.casework.list_check import brought_back, check_rows, overlaps_to_come, taken_back
from engine.casework.responsibility_list import SEED, ListVersion, Row
from engine.casework.sheet import Sheet, SheetRow, columns_of
from engine.errors import FormRejected, Stale, Unusable
from engine.persistence.deployed import decided
from engine.persistence.unit_of_work import Reading, UnitOfWork

HEADER = 1  # the line of what has no line of its own
JOURNAL = "responsibility-list"  # the key under which the list's own acts are journalled


@dataclass(frozen=True)
class Proposed:
    """A list as a file has it: its rows, what is wrong with them by line, and what they would change on the day."""

    rows: list[Row]
    problems: list[tuple[int, str]]
    changes: Changes


def read_table(reading: Reading, sheet: Sheet, effective_from: date) -> Proposed:
    """The list a table holds, compared with the one that would be in force on ``effective_from``.

    A line that cannot be read is a problem and no change: the matter whose code it bears is not removed.

    Raises:
        Unusable: the table lacks a column.
    """
    names = columns_of(sheet, list_table.COLUMNS, list_table.REQUIRED)
    problems: list[tuple[int, str]] = []
    rows: list[Row] = []
    lines: list[int] = []
    unread: set[str] = set()
    for line in sheet.rows:
        try:
            rows.append(list_table.row_of(sheet.cells(line, names), finder(reading, effective_from)))
            lines.append(line.line)
        except Unusable as refusal:
            problems.append((line.line, refusal.message))
            unread.add(_code_in(line, sheet, names))
    if not sheet.rows:
        problems.append((HEADER, "Expected at least one matter, but found none. A list has rows."))
    where = {id(row): line for row, line in zip(rows, lines, strict=True)}
    before = [row for row in reading.responsibility_list.rows(effective_from) if row.code not in unread]
    changes = changes_between(before, rows)
    new = [*changes.added, *(one.after for one in changes.changed)]
    coming = reading.responsibility_list.coming_after(effective_from)
    found = [*check_list(reading, rows), *overlaps_to_come(new, coming), *taken_back(before, new, coming)]
    problems += [(where[id(row)], sentence) for row, sentence in found]
    problems += [(HEADER, sentence) for _, sentence in brought_back(changes.removed, coming)]
    return Proposed(rows, sorted(problems), changes)


def check_list(reading: Reading, rows: Sequence[Row]) -> list[tuple[Row, str]]:
    """What is wrong with a list: its rows by themselves, and limits beyond what the district's table allows."""
    found = check_rows(rows, reading.units, reading.places.all())
    bounds = {kind: decided(reading, "list_limit", {"kind": kind}) for kind in codes(KINDS)}
    wrong = {id(row) for row, _ in found}
    return [*found, *((row, said) for row in rows if id(row) not in wrong for said in _beyond(reading, row, bounds))]


def _beyond(reading: Reading, row: Row, bounds: Mapping[str, Mapping[str, str | None] | None]) -> Iterator[str]:
    """Limits of different measures are compared by the moments to which they lead from now."""
    ends = reading.moment_after
    for kind, limit in row.limits.items():
        bound = bounds.get(kind) or {}
        longest, shortest = bound.get("longest"), bound.get("shortest")
        if longest and ends(limit) > ends(longest):
            yield (
                f"Expected at most {parse(longest)} for a {kind} (list_limit.dmn: {bound['source']}), "
                f"but found {parse(limit)}. Shorten it."
            )
        elif shortest and ends(limit) < ends(shortest):
            yield (
                f"Expected at least {parse(shortest)} for a {kind} (list_limit.dmn: {bound['source']}), "
                f"but found {parse(limit)}. Lengthen it."
            )


def _code_in(line: SheetRow, sheet: Sheet, names: Mapping[str, str]) -> str:
    """The code a line bears, also when the rest of it cannot be read."""
    pairs = zip(sheet.header, line.cells, strict=False)
    return next((list_table.code_of(str(cell or "")) for head, cell in pairs if names.get(head) == "code"), "")


def adopt_changes(work: UnitOfWork, changes: Changes, version: ListVersion) -> ListVersion | None:
    """Store what a new list changes as a version of its own; None when it changes nothing."""
    if changes.are_none:
        return None
    gone = [replace(row, removed=True) for row in changes.removed]
    return adopt_rows(work, [*changes.added, *(one.after for one in changes.changed), *gone], version)


def adopt_rows(work: UnitOfWork, rows: Iterable[Row], version: ListVersion) -> ListVersion:
    """Store rows that differ from those in force as a version, with an entry in the list's journal.

    Raises:
        Unusable: the day has passed, or no reason is given.
    """
    if version.origin != SEED:
        expect_a_day_to_come(work, version.effective_from)
    if not version.reason.strip():
        raise Unusable("Expected why the list is changed, but found nothing. Give the reason.")
    dated = [replace(row, version=version.version, effective_from=version.effective_from) for row in rows]
    work.list_versions.add(version)
    work.responsibility_list.add(*dated)
    work.journal.add(
        key=JOURNAL,
        kind="list",
        reason=version.reason,
        after={"version": version.version, "effective_from": version.effective_from.isoformat()},
        detail={"what": version.origin, "source": version.source, "rows": [row.code for row in dated]},
    )
    return version


def next_version(work: UnitOfWork, effective_from: date, *, origin: str, source: str, reason: str) -> ListVersion:
    """A version to be adopted now by the present actor; no mobile's or identity card's number stands in its words."""
    number = work.list_versions.newest() + 1
    said, why = NOBODY.left_out_of(source.strip()), NOBODY.left_out_of(reason.strip())
    return ListVersion(number, effective_from, work.now, work.by.username, said, why, origin)


def problems_of(rows: Sequence[Row], reading: Reading, effective_from: date) -> list[tuple[Row, str]]:
    """What is wrong with these rows when they replace those of their code, on that day or on a later one."""
    new = {row.code for row in rows}
    before = reading.responsibility_list.rows(effective_from)
    kept = [row for row in before if row.code not in new]
    whole = [*kept, *(row for row in rows if not row.removed)]
    here = [(row, sentence) for row, sentence in check_list(reading, whole) if row.code in new]
    coming = reading.responsibility_list.coming_after(effective_from)
    return [*here, *overlaps_to_come(rows, coming), *taken_back(before, rows, coming)]


def refuse_problems_of(rows: Sequence[Row], reading: Reading, effective_from: date) -> None:
    """Refuse rows about which anything is wrong, on their day or on a later one.

    Raises:
        FormRejected: with every sentence by code.
    """
    said: dict[str, list[str]] = {}
    for row, sentence in problems_of(rows, reading, effective_from):
        said.setdefault(row.code, []).append(sentence)
    if said:
        raise FormRejected(said, "Expected a row without problems, but found some. Nothing was stored.")


def expect_unchanged_since(reading: Reading, base: int | None) -> None:
    """Raises Stale when a newer version was adopted than the one somebody looked at."""
    newest = reading.list_versions.newest()
    if base is not None and base != newest:
        raise Stale(
            f"Expected the list as of version {base}, but version {newest} was adopted meanwhile. Look at the changes "
            "again.",
            revision=newest,
        )


def expect_a_day_to_come(reading: Reading, day: date) -> None:
    """Raises Unusable when a change of the list is to hold from a day that has passed."""
    if day < reading.today and reading.list_versions.newest():
        raise Unusable(
            f"Expected a day from today on, but found {day.isoformat()}. What was in force in the past is not "
            "rewritten; choose today or later."
        )


def finder(reading: Reading, day: date) -> list_table.Find:
    """Looks a unit up by code, present name, or a name it bore."""

    def find(word: str) -> str | None:
        if reading.units.find(word) is not None:
            return word
        named = reading.unit_rows.named(word, day) or reading.unit_rows.named(word)
        return named.code if named else None

    return find
