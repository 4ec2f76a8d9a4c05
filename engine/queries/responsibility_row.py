"""One matter of the list: as it is, as it will be, and how it came to be so."""

from dataclasses import dataclass
from typing import Any

from engine.casework.list_changes import history_of
from engine.casework.list_table import cells_of
from engine.casework.responsibility_list import ORIGINS
from engine.errors import NotFound
from engine.persistence.unit_of_work import Reading
from engine.queries.responsibility_rows import expect_staff, told

__all__ = ["ORIGINS", "ResponsibilityRow"]


@dataclass(frozen=True)
class ResponsibilityRow:
    """``code``: of the matter."""

    code: str

    def answer(self, reading: Reading) -> dict[str, Any]:
        """``{code, in_force: row or null, cells, coming: [row…], history: [entry…]}``, the newest entry first.

        ``cells`` are its fields as a table has them.

        An entry is {version, effective_from, what: added | changed | removed, fields: {name: {before, after}}, reason,
        origin: seed | import | edit | revision, source, reference, by, by_name, at}.

        Raises:
            NotAllowed: for citizens. NotFound: the list never had it.
        """
        expect_staff(reading)
        versions = reading.responsibility_list.versions_of(self.code)
        if not versions:
            raise NotFound(f"Expected a matter of the list, but it never had one with the code {self.code}.")
        held = [row for row in versions if row.effective_from <= reading.today]
        now = held[-1] if held and not held[-1].removed else None
        return {
            "code": self.code,
            "in_force": told(reading, [now])[0] if now else None,
            "cells": cells_of(
                held[-1] if held else versions[-1], {unit.code: unit.name for unit in reading.unit_rows.all()}
            ),
            "coming": told(reading, [row for row in versions if row.effective_from > reading.today]),
            "history": self._history(reading, versions),
        }

    def _history(self, reading: Reading, rows: list[Any]) -> list[dict[str, Any]]:
        adopted = {one.version: one for one in reading.list_versions.all()}
        people = reading.accounts.names({one.adopted_by for one in adopted.values()})
        entries = []
        for row, what, fields in history_of(rows):
            version = adopted[row.version]
            entries.append(
                {
                    "version": row.version,
                    "effective_from": row.effective_from.isoformat(),
                    "what": what,
                    "fields": {name: {"before": pair[0], "after": pair[1]} for name, pair in fields.items()},
                    "reason": version.reason,
                    "origin": version.origin,
                    "source": version.source,
                    "reference": version.reference,
                    "by": version.adopted_by,
                    "by_name": people.get(version.adopted_by, version.adopted_by),
                    "at": version.adopted_at.isoformat(),
                }
            )
        return entries[::-1]
