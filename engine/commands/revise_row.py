"""An administrator changes one matter of the list from a day on, with a reason; or adds one, or takes it away."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from engine.casework import list_table
from engine.casework.entitlement import KEEPS_THE_LIST
from engine.casework.list_changes import fields_between
from engine.casework.responsibility_list import EDIT, Row
from engine.commands.case_doors import expect_role
from engine.errors import NotNow, Stale, Unusable
from engine.operations.list_editions import adopt_rows, finder, next_version, refuse_problems_of
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class ReviseRow:
    """``cells`` are the fields of a line as a table has them; those left out stay as they are.

    Args:
        code: of the matter; one that the list does not have is added.
        effective_from: from which day on (district time); None: today.
        source: where the change comes from, in words.
        version: of the row somebody looked at; None: whichever is in force.
        remove: the list has no such matter from that day on.
    """

    code: str
    reason: str
    cells: dict[str, str] = field(default_factory=dict)
    effective_from: date | None = None
    source: str = ""
    version: int | None = None
    remove: bool = False

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{code, version, effective_from}``.

        Raises:
            NotAllowed, Stale (changed meanwhile), NotNow (nothing would change, or there is nothing to take away),
            Unusable (no reason, a day that has passed, a cell that cannot be read),
            FormRejected (overlapping, no unit, an unknown unit …).
        """
        expect_role(work.by, KEEPS_THE_LIST)
        day, code = self.effective_from or work.today, list_table.code_of(self.code)
        before = next((row for row in work.responsibility_list.rows(day) if row.code == code), None)
        if self.version is not None and (before is None or before.version != self.version):
            raise Stale(
                f"Expected version {self.version} of {_told(code, before)}, but it was changed meanwhile. Look at it "
                "again.",
                revision=before.version if before else None,
            )
        after = self._removed(before) if self.remove else self._revised(work, before, day)
        refuse_problems_of([after], work, day)
        source = self.source or f"{work.by.name}"
        version = next_version(work, day, origin=EDIT, source=source, reason=self.reason)
        adopt_rows(work, [after], version)
        return {"code": code, "version": version.version, "effective_from": day.isoformat()}

    def _removed(self, before: Row | None) -> Row:
        if before is None:
            raise NotNow(f"Expected {self.code} in the list on that day, but it is not there. Nothing was changed.")
        return Row(**{**_fields(before), "removed": True})

    def _revised(self, work: UnitOfWork, before: Row | None, day: date) -> Row:
        unknown = sorted(set(self.cells) - set(list_table.COLUMNS))
        if unknown:
            raise Unusable(f"Expected {', '.join(list_table.COLUMNS)}, but found {unknown[0]!r}.")
        known = list_table.cells_of(before, {}) if before else {}
        after = list_table.row_of({**known, **self.cells, "code": self.code}, finder(work, day))
        if before is not None and not fields_between(before, after):
            raise NotNow(
                f"Expected something of {_told(self.code, before)} to differ, but it is as it was. Nothing was changed."
            )
        return after


def _told(code: str, row: Row | None) -> str:
    return f"{code} {row.called}" if row else code


def _fields(row: Row) -> dict[str, Any]:
    return {name: getattr(row, name) for name in Row.__slots__}
