"""An administrator brings in a whole edition of the responsibility list, or first looks at what it would change."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from engine.casework.entitlement import KEEPS_THE_LIST
from engine.casework.list_changes import Changed
from engine.casework.responsibility_list import IMPORT, Row
from engine.casework.sheet import Sheet, refuse_rows, sheet_of
from engine.commands.case_doors import expect_role
from engine.operations.list_editions import (
    adopt_changes,
    expect_a_day_to_come,
    expect_unchanged_since,
    next_version,
    read_table,
)
from engine.persistence.unit_of_work import Reading, UnitOfWork


@dataclass(frozen=True)
class ImportList:
    """A CSV or XLSX file with every matter of the list; a matter that is not in it goes.

    Args:
        name: of the file; its ending says which kind it is.
        effective_from: the day from which it holds (district time); None: today.
        base: the version somebody looked at before confirming; None: whichever is newest.
        dry_run: only tell what it would change.
    """

    name: str
    content: bytes = field(repr=False)
    effective_from: date | None = None
    reason: str = ""
    dry_run: bool = False
    base: int | None = None
    sheet: Sheet | None = field(default=None, repr=False)

    def prepare(self, reading: Reading) -> "ImportList":
        """Read the file before the transaction, since a workbook takes its time. Raises: NotAllowed, Unusable."""
        expect_role(reading.by, KEEPS_THE_LIST)
        sheet = sheet_of(self.name, self.content)
        return ImportList(
            self.name, b"", self.effective_from, self.reason, dry_run=self.dry_run, base=self.base, sheet=sheet
        )

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{version, base, effective_from, rows, added, removed, changed, problems}``.

        ``version`` is null when nothing was stored: a dry run, or nothing changed. ``problems`` is
        ``[{line, message}]``; only a dry run answers with some.

        Raises:
            NotAllowed, Unusable (no reason, a day that has passed), Stale,
            FormRejected: every problem by its line; nothing was stored.
        """
        expect_role(work.by, KEEPS_THE_LIST)
        expect_unchanged_since(work, self.base)
        day = self.effective_from or work.today
        expect_a_day_to_come(work, day)
        proposed = read_table(work, self.sheet or sheet_of(self.name, self.content), day)
        version = None
        base = work.list_versions.newest()
        if not self.dry_run:
            refuse_rows(proposed.problems, "a list")
            adopted = next_version(work, day, origin=IMPORT, source=self.name, reason=self.reason)
            version = adopt_changes(work, proposed.changes, adopted)
        return {
            "version": version.version if version else None,
            "base": base,
            "effective_from": day.isoformat(),
            "rows": len(proposed.rows),
            "added": [_line(row) for row in proposed.changes.added],
            "removed": [_line(row) for row in proposed.changes.removed],
            "changed": [_difference(one) for one in proposed.changes.changed],
            "problems": [{"line": line, "message": message} for line, message in proposed.problems],
        }


def _line(row: Row) -> dict[str, Any]:
    return {"code": row.code, "name": row.called}


def _difference(one: Changed) -> dict[str, Any]:
    fields = {name: {"before": before, "after": after} for name, (before, after) in one.fields.items()}
    return {**_line(one.after), "fields": fields}
