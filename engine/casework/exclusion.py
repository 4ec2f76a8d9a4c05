"""Leaving a case out of a unit's score: asked for a listed reason, decided by another person, appealed once.

Raw and adjusted figures are always shown side by side (docs/domain.md §6).
"""

from dataclasses import dataclass, replace
from datetime import datetime

from engine.casework.glossary import Word, check
from engine.errors import NotNow, Unusable

GROUNDS = (
    Word("out_of_scope", "超出职权范围的诉求", "Beyond what any unit may do"),
    Word("unreasonable", "明显不合理的诉求", "Plainly unreasonable"),
    Word("untrue", "经核查不属实", "Found untrue on inspection"),
    Word("legal_way", "应走司法、复议等法定途径", "Belongs before a court or an appeal body"),
    Word("mediation", "调解或执法类，不宜单以满意度评价", "Mediation or enforcement: not by satisfaction alone"),
    Word("force_majeure", "不可抗力", "Force majeure"),
)
EXCLUDE, REFUSE = "exclude", "refuse"


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A unit asks that a closed case does not count for it. ``decision`` is the first, ``final`` the one on appeal."""

    id: str
    case: str
    unit: str
    ground: str
    explanation: str
    asked_by: str
    asked_at: datetime
    decision: str | None = None
    reason: str | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    appeal: str | None = None
    appealed_by: str | None = None
    appealed_at: datetime | None = None
    final: str | None = None
    final_reason: str | None = None
    final_by: str | None = None
    final_at: datetime | None = None

    @property
    def counts_out(self) -> bool:
        """Is the case left out of the adjusted figures?"""
        return (self.final or self.decision) == EXCLUDE

    def decide(self, decision: str, reason: str | None, by: str, at: datetime) -> "Exclusion":
        """The application, decided. Raises: NotNow (decided before), Unusable (unknown, or without a reason)."""
        if self.decision is not None:
            raise NotNow(f"Expected an application not decided yet, but it was: {self.decision}.")
        return replace(self, decision=_expect(decision, reason), reason=reason, decided_by=by, decided_at=at)

    def appealed(self, appeal: str, by: str, at: datetime) -> "Exclusion":
        """The unit does not accept the refusal. Raises: NotNow (nothing to appeal), Unusable (nothing said)."""
        if self.decision != REFUSE or self.appeal is not None:
            raise NotNow(f"Expected a refusal of {self.case} not appealed yet, but there is none. Look at it again.")
        if not appeal.strip():
            raise Unusable("Expected a reason for the appeal, but found none. Say what was overlooked.")
        return replace(self, appeal=appeal.strip(), appealed_by=by, appealed_at=at)

    def decide_appeal(self, decision: str, reason: str | None, by: str, at: datetime) -> "Exclusion":
        """The last word. Raises: NotNow (no appeal is open), Unusable (unknown, or without a reason)."""
        if self.appeal is None or self.final is not None:
            raise NotNow(f"Expected an open appeal of {self.case}, but there is none. Look at it again.")
        return replace(self, final=_expect(decision, reason), final_reason=reason, final_by=by, final_at=at)


def ask_exclusion(id_: str, case: str, unit: str, *, ground: str, explanation: str, by: str, at: datetime) -> Exclusion:
    """A new application. Raises: Unusable (a ground outside the list, nothing explained)."""
    check(GROUNDS, ground, "the ground")
    if not explanation.strip():
        raise Unusable("Expected an explanation, but found none. Say why the case should not count.")
    return Exclusion(id_, case, unit, ground, explanation.strip(), by, at)


def _expect(decision: str, reason: str | None) -> str:
    if decision not in (EXCLUDE, REFUSE):
        raise Unusable(f"Expected the decision exclude or refuse, but found {decision!r}. Choose one of them.")
    if not (reason or "").strip():
        raise Unusable("Expected a reason for the decision, but found none. Say what it rests on.")
    return decision
