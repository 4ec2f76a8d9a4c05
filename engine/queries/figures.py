"""The figures of a period: of the district and of each unit, raw, and adjusted by the exclusions that were granted."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from engine.casework.figures import BY_CODE, FORMULAS
from engine.casework.figures import figures as reckon
from engine.casework.visibility import sees_all, unit_of
from engine.errors import NotAllowed, Unusable
from engine.persistence.deployed import decided
from engine.persistence.score import behind, counted
from engine.persistence.unit_of_work import Reading
from engine.queries.cursor import moment, page, unpack
from engine.queries.naming import called

SIDES = ("part", "rest", "whole")


@dataclass(frozen=True)
class Figures:
    """From the day ``begin`` to the day ``end``, both included; without them the month so far.

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
        unit = _whose(reading, self.unit)
        begin, end = _days(reading, self.begin, self.end)
        satisfied_from = _satisfied_from(reading)
        every = counted(reading.connection, *_moments(reading, begin, end), satisfied_from)
        rows = [row for row in every if unit is None or row["unit"] == unit]
        known = [one.code for one in FORMULAS if one.part != "satisfied" or satisfied_from is not None]
        return {
            "begin": begin.isoformat(),
            "end": end.isoformat(),
            "list_version": reading.responsibility_list.version_on(end),
            **_both(rows, known),
            "units": _units(reading, rows, known),
        }


@dataclass(frozen=True)
class FigureCases:
    """The cases behind a figure: those of its ``part``, of its ``whole``, or the ``rest`` that is missing to it.

    ``adjusted``: without those whose exclusion was granted. ``limit``, ``cursor``: as in every list.
    """

    figure: str
    side: str = "part"
    adjusted: bool = False
    begin: date | None = None
    end: date | None = None
    unit: str | None = None
    limit: int = 50
    cursor: str | None = None

    def answer(self, reading: Reading) -> dict[str, Any]:
        """``{figure, name, name_en, items: [{number, title, unit…, at, excluded}], next}``; ``at``: closed, or due.

        Raises: NotAllowed, as the figures. Unusable: no such figure or side, or an end before the beginning.
        """
        formula = BY_CODE.get(self.figure)
        if formula is None or self.side not in SIDES:
            known = f"{', '.join(BY_CODE)}; {', '.join(SIDES)}"
            raise Unusable(f"Expected a figure and one of its sides ({known}), but found {self.figure} {self.side}.")
        unit = _whose(reading, self.unit)
        moments = _moments(reading, *_days(reading, self.begin, self.end))
        rows = behind(
            reading.connection,
            *moments,
            _satisfied_from(reading),
            counts=(formula.whole,) if self.side != "part" else (formula.whole, formula.part),
            without=formula.part if self.side == "rest" else None,
            unit=unit,
            adjusted=self.adjusted,
            before=unpack(self.cursor, moment, str) if self.cursor else None,
            limit=self.limit + 1,
        )
        shown, following = page(rows, self.limit, lambda row: (row["at"], row["number"]))
        names = reading.unit_names({row["unit"] for row in shown if row["unit"]})
        items = [{**row, **called("unit", row["unit"], names), "at": row["at"].isoformat()} for row in shown]
        said = {"figure": formula.code, "name": formula.zh, "name_en": formula.en}
        return {**said, "items": items, "next": following}


def _whose(reading: Reading, unit: str | None) -> str | None:
    if sees_all(reading.by):
        return unit
    own = unit_of(reading.by)
    if own is None or unit not in (None, own):
        raise NotAllowed("Expected an office of the district, or your own unit; other units' figures are theirs.")
    return own


def _days(reading: Reading, begin: date | None, end: date | None) -> tuple[date, date]:
    last = end or reading.today
    first = begin or last.replace(day=1)
    if last < first:
        raise Unusable(f"Expected an end on or after {first}, but found {last}. Change one of them.")
    return first, last


def _moments(reading: Reading, begin: date, end: date) -> tuple[datetime, datetime]:
    """The first moment of the period, and the first after it; what lies in the future is not due yet."""
    zone = reading.settings.zone
    first, after = (datetime.combine(day, time(), zone) for day in (begin, end + timedelta(days=1)))
    return first, min(after, reading.now + timedelta(microseconds=1))


def _satisfied_from(reading: Reading) -> int | None:
    found: int | None = decided(reading, "satisfied_from", {"kind": None})
    return found


def _both(rows: list[dict[str, Any]], known: list[str]) -> dict[str, Any]:
    kept = [row for row in rows if not row["excluded"]]
    out = sum(row.get("closed", 0) for row in rows if row["excluded"])
    return {
        "closed": sum(row.get("closed", 0) for row in rows),
        "excluded": out,
        "raw": reckon(rows, known),
        "adjusted": reckon(kept, known),
    }


def _units(reading: Reading, rows: list[dict[str, Any]], known: list[str]) -> list[dict[str, Any]]:
    codes = sorted({row["unit"] for row in rows if row["unit"]})
    names = reading.unit_names(codes)
    return [
        {
            "unit": code,
            "unit_name": names.get(code, {}).get("name", code),
            "unit_name_en": names.get(code, {}).get("name_en", code),
            **_both([row for row in rows if row["unit"] == code], known),
        }
        for code in codes
    ]
