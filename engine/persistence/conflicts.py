"""Which units the request complains of, as it stands now: asked whenever it counts, never remembered."""

from collections.abc import Collection
from typing import Any

from engine.casework.case import Case
from engine.casework.conflict import ACCUSED, MENTIONED, PASSED_OVER, AccusedUnit, barred
from engine.persistence.unit_of_work import Reading

SHOWN = "proposed_conflict"  # what the operation that proposes a unit says of it


def accused_by(reading: Reading, case: Case) -> list[AccusedUnit]:
    """The units complained of by a case or by one merged into it: whoever acts on it acts on all of them."""
    return reading.accused_units.by_all_of(case.number)


def barred_by(reading: Reading, case: Case) -> frozenset[str]:
    """Those of them that nobody has allowed to act."""
    return barred(accused_by(reading, case))


def conflict_of(
    reading: Reading, case: Case, lead: str | None, cooperating: Collection[str] = (), passed_over: bool = False
) -> str | None:
    """``accused``: a unit that would act is complained of; ``mentioned``: the text names the lead; ``passed_over``: one
    complained of would have been proposed before it; else None."""
    if {one.unit for one in accused_by(reading, case)} & {lead, *cooperating}:
        return ACCUSED
    if lead and is_mentioned(reading, case, lead):
        return MENTIONED
    return PASSED_OVER if passed_over else None


def is_mentioned(reading: Reading, case: Case, unit: str) -> bool:
    """Does the request name this unit, by any name it ever bore?"""
    said = f"{case.title}\n{case.text}"
    names = [reading.units.name(unit), *(one.name for one in reading.aliases.all(unit=unit))]
    return any(name and name in said for name in names)


def brought_up_to_date(reading: Reading, key: str, facts: dict[str, Any]) -> dict[str, Any]:
    """The facts a task shows, with the conflict of interest as it is now: a unit may be named after the proposal."""
    case = reading.cases.find(key) if SHOWN in facts else None
    if case is None:
        return facts
    lead, cooperating = facts.get("proposed_lead_unit"), facts.get("proposed_cooperating_units") or []
    return {**facts, SHOWN: conflict_of(reading, case, lead, cooperating, facts[SHOWN] == PASSED_OVER)}
