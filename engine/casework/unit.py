"""Units: organisations that answer for matters, found by code, by any name they ever bore, or by what they do where."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from engine.casework.case import Place
from engine.errors import Unusable

ANYWHERE = "@"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit. ``function`` says what it does (``bureau``, ``enforcement``, ``community`` …), the place where."""

    code: str
    name: str
    name_en: str
    function: str
    street: str | None = None
    community: str | None = None
    position: int = 0
    active: bool = True


@dataclass(frozen=True, slots=True)
class Alias:
    """A name a unit bore or is written under; renaming a unit adds one, so that old records still find it.

    ``since`` and ``until`` are the first day it was borne and the first on which it no longer was; None: not known.
    """

    name: str
    unit: str
    since: date | None = None
    until: date | None = None

    def held_on(self, day: date) -> bool:
        """Was the unit called so on that day? What is not known counts as yes."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Community:
    """A community and the street it belongs to."""

    street: str
    community: str
    street_en: str
    community_en: str


class Units:
    """The units in force, for looking up whose a target is at a place."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._by_code = {unit.code: unit for unit in units}

    def get(self, code: str | None) -> Unit:
        """The unit of a code.

        Raises:
            Unusable: there is no such unit in force.
        """
        unit = self._by_code.get(code or "")
        if unit is None or not unit.active:
            raise Unusable(f"Expected the code of a unit, but found {code!r}. Choose a unit from the list.")
        return unit

    def find(self, code: str | None) -> Unit | None:
        """The unit of a code, in force or not; None when there is none."""
        return self._by_code.get(code or "")

    @property
    def functions(self) -> frozenset[str]:
        """What the units in force do."""
        return frozenset(unit.function for unit in self._by_code.values() if unit.active)

    def name(self, code: str | None) -> str | None:
        """What a unit is called; the code itself when it is unknown."""
        unit = self.find(code)
        return unit.name if unit else code

    def told(self, code: str | None) -> str | None:
        """What a unit is called and its code, for whoever writes codes; the code alone when it is unknown."""
        unit = self.find(code)
        return f"{unit.name} ({unit.code})" if unit else code

    def at(self, target: str, place: Place) -> str | None:
        """The unit a target of the list means at a place.

        A target is a unit's code, or ``@function``: whoever does that in the place's community, else in its street.
        """
        if not target.startswith(ANYWHERE):
            return target if target in self._by_code else None
        function = target.removeprefix(ANYWHERE)
        there = [unit for unit in self._by_code.values() if unit.function == function and unit.active]
        for unit in there:
            if unit.community is not None and unit.community == place.community:
                return unit.code
        for unit in there:
            if unit.community is None and unit.street == place.street:
                return unit.code
        return next((unit.code for unit in there if unit.street is None), None)
