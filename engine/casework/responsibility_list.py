"""The responsibility list 职责清单: who answers for what, where. A case keeps the row version it was dispatched by.

Each row is dated by itself: in force on a day is, for every code, the row that took effect last. A version holds only
the rows it changes, so that an edit today and an edition adopted for next year both hold on their days.

Grades, limits and fallback units of the demo district are named in ``demo``: no public source gives them
(docs/domain.md §3a), and wherever they are shown they must be shown as such.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from engine.casework.case import Matter, Place
from engine.casework.unit import Units

SEED, IMPORT, EDIT, REVISION = "seed", "import", "edit", "revision"
ORIGINS = (SEED, IMPORT, EDIT, REVISION)


@dataclass(frozen=True, slots=True)
class ListVersion:
    """A change of the list that takes effect on a day.

    Args:
        origin: how it came about (one of ``ORIGINS``).
        source: where it is from, in words: a file, a notice, a ruling.
        reason: why, in words.
        reference: the number of the revision or case it came from, if any.
    """

    version: int
    effective_from: date
    adopted_at: datetime
    adopted_by: str
    source: str
    reason: str
    origin: str = SEED
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One matter as one version has it.

    Args:
        situation: when this row applies, where one word was split into several duties (a building with a permit, and
            one without); part of what makes a matter one of its kind.
        limits: handling limit as budget text by kind; a kind that is absent has none of its own.
        leads: rules {"to": target, "street"?, "community"?, "asset_owner"?}; the most special that fits decides.
        cooperating: targets of units that usually help.
        powers: what the lead may do (enforce, repair, persuade).
        fallback: the target that takes it when nobody rules.
        demo: names of the fields no public source gives.
        effective_from: the day from which it holds; that of its version.
        removed: from that day on the list has no such matter.
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
    situation: str | None = None
    effective_from: date = date.min
    removed: bool = False

    @property
    def called(self) -> str:
        """What people call the matter: the third level, with the situation where a word was split."""
        return f"{self.level3}（{self.situation}）" if self.situation else self.level3

    def cited(self, lead: str | None) -> str:
        """The row as a return cites it: code, matter, who ``lead``s by it in words, and the law it rests on."""
        leads = f"由{lead}牵头" if lead else "未定牵头单位"
        return f"职责清单 {self.code} {self.called}：{leads}" + (f"；{self.legal_basis}" if self.legal_basis else "")

    def cited_en(self, lead: str | None) -> str:
        """The same in English, as far as the list has English words."""
        leads = f"led by {lead}" if lead else "no lead unit"
        return f"List {self.code} {self.called}: {leads}" + (f"; {self.legal_basis}" if self.legal_basis else "")

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
