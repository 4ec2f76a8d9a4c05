"""Which units could take a case of a matter, with the reasons and records: a person decides.

A ruling on the case binds; a precedent goes before the list, the list before the record, and what is left is ordered by
the record. Nothing here changes anything.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from engine.casework.case import Case
from engine.casework.duty import Precedent
from engine.casework.effectiveness import Record, Share, record_of
from engine.casework.precedents import Distance, PrecedentKey, distance
from engine.casework.responsibility_list import Row
from engine.persistence.deployed import decided
from engine.persistence.unit_of_work import Reading

BINDING = ("ruling", "precedent", "list")  # reasons that go before any record, in this order
NAMING = frozenset({"ruling", "precedent", "list", "cooperates", "fallback"})  # what says whose duty it may be
MOST_PRECEDENTS = 5


@dataclass(frozen=True)
class NearPrecedent:
    """A precedent and how far it is from the case."""

    precedent: Precedent
    distance: Distance


@dataclass
class Candidate:
    """A unit that could take the case: why it is named, who helps then, how ``far`` the precedent is that names it, and
    what it made of the matter here and in the district."""

    unit: str
    because: list[str] = field(default_factory=list)
    cooperating: list[str] = field(default_factory=list)
    far: int = 0
    here: Record = field(default_factory=lambda: record_of([]))
    everywhere: Record = field(default_factory=lambda: record_of([]))
    imported: Share = field(default_factory=lambda: Share(0, 0))

    @property
    def order(self) -> tuple[int, int, float, float, int, str]:
        """Where it stands: the strongest reason, the nearest precedent, the record here, in the district, before."""
        binding = min((BINDING.index(one) for one in self.because if one in BINDING), default=len(BINDING))
        past = self.imported.interval[0] if self.imported.interval else 0.0
        worth = max(self.here.worth, self.everywhere.worth / 2)
        return binding, self.far, -worth, -past, -self.imported.whole, self.unit

    @property
    def strongest(self) -> str | None:
        """The reason to propose it; None when it is only named, and nothing speaks for it."""
        return next((one for one in (*BINDING, "history") if one in self.because), None)


def near_precedents(reading: Reading, case: Case, row: Row | None) -> list[NearPrecedent]:
    """The precedents of the matter and its group, the nearest and newest first."""
    if row is None:
        return []
    groups = {one.code: one.level2 for one in reading.responsibility_list.rows(reading.today, row.level2)}
    here = PrecedentKey(row.code, row.level2, case.place.street, case.place.community, case.asset_owner)
    found = []
    for one in reading.precedents.about([row.code, *groups]):
        ruled = reading.cases.find(one.case)
        group, asset = groups.get(one.matter or ""), ruled.asset_owner if ruled else None
        there = PrecedentKey(one.matter, group, one.street, one.community, asset)
        found.append(NearPrecedent(one, distance(here, there)))
    return sorted(found, key=lambda one: one.distance.total)[:MOST_PRECEDENTS]


def candidates(reading: Reading, case: Case, row: Row | None) -> list[Candidate]:
    """The units that could take the case, the one to propose first."""
    named = _Named(reading)
    rulings = reading.rulings.all(case=case.number, order=("ruled_at",))
    for ruling in rulings[-1:]:
        named.add("ruling", ruling.lead_unit)
        named.helped(ruling.lead_unit, ruling.cooperating_units)
    for raised in reading.returns.all(case=case.number):
        named.add("suggested", raised.suggested_unit)
        named.add("returned", raised.unit)
    for dispute in reading.disputes.all(case=case.number):
        named.add("disputed", *dispute.named_units)
    if row is not None:
        for near in near_precedents(reading, case, row):
            lead, is_same = near.precedent.lead_unit, near.precedent.matter == row.code
            named.add("precedent" if is_same else "near_precedent", lead)
            if is_same:
                named.helped(lead, near.precedent.cooperating_units, near.distance.total)
        named.add("list", row.lead_at(case.place, reading.units, case.asset_owner))
        named.add("cooperates", *row.cooperating_at(case.place, reading.units))
        named.add("fallback", row.fallback_at(case.place, reading.units))
        _with_records(reading, case, row, named)
    return sorted(named.found.values(), key=lambda one: one.order)


def needs_a_reason(found: Sequence[Candidate], unit: str) -> bool:
    """Must whoever sends the case to this unit say why? Nobody ruled so, and the list does not name it for the matter;
    where the list names no lead, who had the like before will do."""
    because = next((one.because for one in found if one.unit == unit), [])
    list_leads = any("list" in one.because for one in found)
    return NAMING.isdisjoint(because) and (list_leads or "history" not in because)


class _Named:
    """Units in force that were named, each with every reason it was."""

    def __init__(self, reading: Reading) -> None:
        self._units = reading.units
        self._told: set[str] = set()
        self.found: dict[str, Candidate] = {}

    def add(self, why: str, *codes: str | None) -> None:
        for code in codes:
            unit = self._units.find(code)
            if unit is not None and unit.active:
                one = self.found.setdefault(unit.code, Candidate(unit.code))
                if why not in one.because:
                    one.because.append(why)

    def helped(self, code: str, cooperating: list[str], far: int = 0) -> None:
        """Who cooperates when this unit leads; what was said first, by the nearest, stays, be it nobody."""
        one = self.found.get(code)
        if one is not None and code not in self._told:
            self._told.add(code)
            one.cooperating, one.far = list(cooperating), far


def _with_records(reading: Reading, case: Case, row: Row, named: _Named) -> None:
    satisfied_from = decided(reading, "satisfied_from", {"kind": None})
    here = reading.track_records.own(row.code, case.place.street, satisfied_from)
    everywhere = reading.track_records.own(row.code, None, satisfied_from)
    past = _imported(reading, row, case.place.street)
    named.add("history", *here, *past)
    for unit, one in named.found.items():
        one.here, one.everywhere = record_of(here.get(unit, [])), record_of(everywhere.get(unit, []))
        one.imported = past.get(unit, Share(0, 0))


def _imported(reading: Reading, row: Row, street: str) -> dict[str, Share]:
    """The imported past by unit in force: what a unit did under an earlier name is its own."""
    found: dict[str, Share] = {}
    for called, share in reading.track_records.imported(row.level3, street).items():
        unit = reading.unit_rows.named(called)
        if unit is not None:
            known = found.get(unit.code, Share(0, 0))
            found[unit.code] = Share(known.part + share.part, known.whole + share.whole)
    return found
