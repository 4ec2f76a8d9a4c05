"""The figures of a period: of the district and of each unit, raw, and adjusted by the exclusions that were granted."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from engine.casework.figures import FORMULAS
from engine.casework.figures import figures as reckon
from engine.casework.visibility import sees_all, unit_of
from engine.errors import NotAllowed, Unusable
from engine.persistence.deployed import decided
from engine.persistence.score import counted
from engine.persistence.unit_of_work import Reading


@dataclass(frozen=True)
class Figures:
    """Cases closed from the day ``begin`` to the day ``end``, both included; without them the month so far.

    ``unit``: only that unit's. Days are the district's.
    """

    begin: date | None = None
    end: date | None = None
    unit: str | None = None

    def answer(self, reading: Reading) -> dict[str, Any]:
        """``{begin, end, list_version, excluded, raw, adjusted, units}``; see ``casework.figures`` for one figure.

        A unit sees its own. Raises: NotAllowed for everyone else outside the offices. Unusable: an end before the
        beginning.
        """
        unit = self._unit(reading)
        end = self.end or reading.today
        begin = self.begin or end.replace(day=1)
        if end < begin:
            raise Unusable(f"Expected an end on or after {begin}, but found {end}. Change one of them.")
        satisfied_from = decided(reading, "satisfied_from", {"kind": None})
        zone = reading.settings.zone
        first, behind = (datetime.combine(day, time(), zone) for day in (begin, end + timedelta(days=1)))
        every = counted(reading.connection, first, behind, satisfied_from)
        rows = [row for row in every if unit is None or row["unit"] == unit]
        known = [one.code for one in FORMULAS if one.part != "satisfied" or satisfied_from is not None]
        return {
            "begin": begin.isoformat(),
            "end": end.isoformat(),
            "list_version": reading.responsibility_list.version_on(end),
            **_both(rows, known),
            "units": _units(reading, rows, known),
        }

    def _unit(self, reading: Reading) -> str | None:
        if sees_all(reading.by):
            return self.unit
        own = unit_of(reading.by)
        if own is None or self.unit not in (None, own):
            raise NotAllowed("Expected an office of the district, or your own unit; other units' figures are theirs.")
        return own


def _both(rows: list[dict[str, Any]], known: list[str]) -> dict[str, Any]:
    kept = [row for row in rows if not row["excluded"]]
    out = sum(row["closed"] for row in rows if row["excluded"])
    return {
        "closed": sum(row["closed"] for row in rows),
        "excluded": out,
        "raw": reckon(rows, known),
        "adjusted": reckon(kept, known),
    }


def _units(reading: Reading, rows: list[dict[str, Any]], known: list[str]) -> list[dict[str, Any]]:
    codes = sorted({row["unit"] for row in rows if row["unit"]})
    called = reading.unit_names(codes)
    return [
        {
            "unit": code,
            "unit_name": called.get(code, {}).get("name", code),
            "unit_name_en": called.get(code, {}).get("name_en", code),
            **_both([row for row in rows if row["unit"] == code], known),
        }
        for code in codes
    ]
