"""The units of the district, and the names they bore."""

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import func, select

from engine.casework.case import ENDED
from engine.errors import NotAllowed, NotFound
from engine.persistence.accounts import accounts
from engine.persistence.cases import cases
from engine.persistence.journal import Entry
from engine.persistence.unit_of_work import Reading

_ENDED = [state.value for state in ENDED]


@dataclass(frozen=True)
class UnitList:
    """Every unit, those no longer in force too."""

    def answer(self, reading: Reading) -> list[dict[str, Any]]:
        """``[{code, name, name_en, function, street, community, position, active, names: [{name, since, until}]}]``.

        ``names`` are those it bore or is written under; days that are not known are null.

        Raises: NotAllowed.
        """
        _expect_staff(reading)
        names: dict[str, list[dict[str, Any]]] = {}
        for one in reading.aliases.all(order=("until", "name")):
            since, until = (day.isoformat() if day else None for day in (one.since, one.until))
            names.setdefault(one.unit, []).append({"name": one.name, "since": since, "until": until})
        units = reading.unit_rows.all(order=("position", "code"))
        return [{**asdict(unit), "names": names.get(unit.code, [])} for unit in units]


@dataclass(frozen=True)
class UnitPage:
    """One unit with all that was changed about it."""

    code: str

    def answer(self, reading: Reading) -> dict[str, Any]:
        """As in the list, with ``people`` (accounts in use), ``open_cases`` it leads, and
        ``history: [{at, who, reason, before, after}]``, the newest first.

        Raises: NotAllowed, NotFound.
        """
        _expect_staff(reading)
        unit = next((one for one in UnitList().answer(reading) if one["code"] == self.code), None)
        if unit is None:
            raise NotFound(f"Expected a unit of the district, but there is none with the code {self.code}.")
        open_ones = select(func.count()).where(cases.c.lead_unit == self.code, cases.c.state.not_in(_ENDED))
        people = select(func.count()).where(accounts.c.unit == self.code, accounts.c.active)
        return {
            **unit,
            "people": reading.connection.execute(people).scalar_one(),
            "open_cases": reading.connection.execute(open_ones).scalar_one(),
            "history": [_change(entry) for entry in reversed(reading.journal.of_key(f"unit/{self.code}"))],
        }


def _change(entry: Entry) -> dict[str, Any]:
    told = {name: entry.details.get(name) for name in ("reason", "before", "after")}
    return {"at": entry.at.isoformat(), "who": entry.actor_name, **told}


def _expect_staff(reading: Reading) -> None:
    if reading.by.kind == "citizen":
        raise NotAllowed("Expected a member of staff.")
