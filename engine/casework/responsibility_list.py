"""The responsibility list 职责清单: who answers for what, where. A case keeps the version it was dispatched by.

Grades, limits and fallback units of the demo district are named in ``demo``: no public source gives them (domain
reference §13), and wherever they are shown they must be shown as such.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from engine.casework import budget as budgets
from engine.casework.case import Matter, Place
from engine.casework.glossary import POWERS, check
from engine.casework.unit import Units
from engine.errors import Unusable


@dataclass(frozen=True, slots=True)
class ListVersion:
    """An edition of the list, in force from a day on."""

    version: int
    effective_from: date
    adopted_at: datetime
    adopted_by: str
    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Row:
    """One matter of one version.

    Args:
        limits: handling limit as budget text by kind; a kind that is absent has none of its own.
        leads: rules {"to": target, "street"?, "community"?, "asset_owner"?}; the most special that fits decides.
        cooperating: targets of units that usually help.
        powers: what the lead may do (enforce, repair, persuade).
        fallback: the target that takes it when nobody rules.
        demo: names of the fields no public source gives.
    """

    version: int
    code: str
    level1: str
    level2: str
    level3: str
    grade: str | None = None
    limits: dict[str, str] = field(default_factory=dict)
    leads: list[dict[str, str]] = field(default_factory=list)
    cooperating: list[str] = field(default_factory=list)
    legal_basis: str | None = None
    powers: list[str] = field(default_factory=list)
    fallback: str | None = None
    source: str | None = None
    demo: list[str] = field(default_factory=list)

    def matter(self) -> Matter:
        """What a case keeps of the row."""
        return Matter(self.code, self.level1, self.level2, self.level3, self.grade, self.version)

    def lead_at(self, place: Place, units: Units, asset_owner: str | None = None) -> str | None:
        """The unit that answers at a place: the rule with the most conditions met, community before street."""
        best: tuple[int, str] | None = None
        for rule in self.leads:
            weight = _weight(rule, place, asset_owner)
            unit = units.at(rule["to"], place) if weight is not None else None
            if weight is not None and unit is not None and (best is None or weight > best[0]):
                best = (weight, unit)
        return best[1] if best else None

    def cooperating_at(self, place: Place, units: Units) -> list[str]:
        """The units that usually help, as they are at the place; each once."""
        found = [units.at(target, place) for target in self.cooperating]
        return list(dict.fromkeys(unit for unit in found if unit))

    def fallback_at(self, place: Place, units: Units) -> str | None:
        """The unit that takes the matter when there is no ruling in time."""
        return units.at(self.fallback, place) if self.fallback else None


def _weight(rule: dict[str, str], place: Place, asset_owner: str | None) -> int | None:
    weight = 0
    for name, here, worth in (
        ("community", place.community, 4),
        ("street", place.street, 2),
        ("asset_owner", asset_owner, 3),
    ):
        wanted = rule.get(name)
        if wanted is None:
            continue
        if wanted != here:
            return None
        weight += worth
    return weight


def check_rows(rows: Sequence[Row], units: Units) -> list[str]:
    """Every problem of a version as a sentence: doubled codes, overlapping rules, unknown units, unreadable limits."""
    problems = []
    seen: set[str] = set()
    for row in rows:
        if row.code in seen:
            problems.append(f"Expected one row for {row.code}, but found several. Keep one.")
        seen.add(row.code)
        problems += [f"{row.code} {row.level3}: {problem}" for problem in _row_problems(row, units)]
    return problems


def _row_problems(row: Row, units: Units) -> list[str]:
    problems = []
    if not row.leads:
        problems.append("Expected a lead unit, but found none. Name one, or a rule by place.")
    conditions = [tuple(sorted((key, value) for key, value in rule.items() if key != "to")) for rule in row.leads]
    if len(set(conditions)) < len(conditions):
        problems.append("Expected one lead unit for each place, but found overlapping rules. Keep one.")
    for target in [
        *(rule.get("to", "") for rule in row.leads),
        *row.cooperating,
        *([row.fallback] if row.fallback else []),
    ]:
        if not target.startswith("@") and units.find(target) is None:
            problems.append(f"Expected a unit or @function, but found {target!r}. Correct it.")
    problems += _unreadable(row)
    return problems


def _unreadable(row: Row) -> list[str]:
    problems = []
    attempts: list[Any] = [(budgets.parse, (limit,)) for limit in row.limits.values()]
    attempts += [(check, (POWERS, power, "a power")) for power in row.powers]
    for read, arguments in attempts:
        try:
            read(*arguments)
        except Unusable as refusal:
            problems.append(refusal.message)
    return problems
