"""Quarrels about whose duty a matter is: a return, a dispute with everyone's opinion, a ruling, a precedent."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from engine.casework.case import Case, State
from engine.casework.glossary import POSITIONS, RETURN_DECISIONS, RETURN_GROUNDS, check
from engine.errors import NotNow, Unusable

OPEN, RULED, FELL_BACK, LAPSED = "open", "ruled", "fell_back", "lapsed"
MOOT = "moot"  # a return nobody decided, since its case was merged elsewhere or ended


@dataclass(frozen=True, slots=True)
class Return:
    """A unit says "not ours". ``decision`` is None while it is under review."""

    id: str
    case: str
    number: int
    unit: str
    ground: str
    clause: str
    evidence: str | None
    suggested_unit: str | None
    raised_by: str
    raised_at: datetime
    decision: str | None = None
    reason: str | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None

    def is_open_in(self, case: Case) -> bool:
        """Is it undecided or argued over? A ruling ends both, and so does the next dispatch.

        A joint handling does not: it may have given the case another lead, and the quarrel goes on beside it.
        """
        undecided = self.decision in (None, "open_dispute") and not case.ruled
        return undecided and (case.dispatched_at is None or self.raised_at >= case.dispatched_at)

    @property
    def counts(self) -> bool:
        """Is it the one return its unit has? Not when the question was never decided; docs/domain.md §4."""
        return self.decision != MOOT

    def overtaken(self, by: str, at: datetime) -> "Return":
        """The return whose case went elsewhere or ended while it was under review or argued over."""
        return replace(self, decision=MOOT, reason=None, decided_by=by, decided_at=at)

    def settle(self, decision: str, reason: str | None, by: str, at: datetime) -> "Return":
        """The return, decided.

        Raises:
            NotNow: it was decided before. Unusable: an unknown decision.
        """
        if self.decision is not None:
            raise NotNow(f"Expected an open return of {self.case}, but it was decided: {self.decision}.")
        check(RETURN_DECISIONS, decision, "the decision")
        return replace(self, decision=decision, reason=reason, decided_by=by, decided_at=at)


@dataclass(frozen=True, slots=True)
class Dispute:
    """A quarrel before the coordinator. The provisional unit keeps working meanwhile (先办后议)."""

    number: str
    case: str
    return_id: str | None
    ground: str | None
    named_units: list[str]
    provisional_unit: str | None
    fallback_unit: str | None
    opened_by: str
    opened_at: datetime
    state: str = OPEN
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one named unit says: ours, shared or not ours, and why."""

    dispute: str
    unit: str
    position: str
    reason: str | None
    given_by: str
    given_at: datetime


@dataclass(frozen=True, slots=True)
class Ruling:
    """Who leads and who helps, with the reason; ``fallback`` when nobody ruled in time."""

    dispute: str
    case: str
    lead_unit: str
    cooperating_units: list[str]
    reason: str
    fallback: bool
    ruled_by: str
    ruled_at: datetime


def ruled_lead(case: Case, rulings: Sequence[Ruling]) -> str | None:
    """The unit the case's last ruling names, which binds every dispatch after it; ``rulings`` oldest first."""
    return rulings[-1].lead_unit if case.ruled and rulings else None


@dataclass(frozen=True, slots=True)
class Precedent:
    """A ruling made to hold for its like: keyed by matter and place."""

    id: str
    dispute: str
    case: str
    matter: str | None
    street: str | None
    community: str | None
    lead_unit: str
    cooperating_units: list[str]
    reason: str
    ruled_at: datetime


def raise_return(
    case: Case,
    earlier: Sequence[Return],
    *,
    ground: str,
    clause: str,
    evidence: str | None,
    suggested_unit: str | None,
    by: str,
    at: datetime,
    id_: str,
) -> Return:
    """A return by the unit that has the case.

    Possible once per unit and case, only while signing, and never after a ruling; docs/domain.md §4.

    Raises:
        NotNow: it comes too late, for the second time, or after a ruling.
        Unusable: an unknown ground, no clause, or the unit suggests itself.
    """
    unit = case.lead_unit
    if case.ruled:
        raise NotNow(
            f"Expected a case without a ruling, but {case.number} was ruled on. Handle it, or ask for joint handling."
        )
    if case.state is not State.DISPATCHED or unit is None:
        raise NotNow(f"Expected {case.number} to wait for its signature, but it is {case.state}. Handle it now.")
    if _used_up(unit, earlier):
        raise NotNow(
            f"Expected the first return of {case.number} by this unit, but it returned it before. Sign and handle it."
        )
    check(RETURN_GROUNDS, ground, "the ground")
    if not clause.strip():
        raise Unusable("Expected the clause the return rests on, but found none. Name it.")
    if suggested_unit == unit:
        raise Unusable(
            "Expected another unit as the suggestion, but found your own. Choose the one that answers for it."
        )
    return Return(id_, case.number, len(earlier) + 1, unit, ground, clause, evidence, suggested_unit, by, at)


def may_return(case: Case, earlier: Sequence[Return]) -> bool:
    """Is a return still open to the unit that has the case, once it has it to sign? ``raise_return`` says why not."""
    return case.lead_unit is not None and not case.ruled and not _used_up(case.lead_unit, earlier)


def _used_up(unit: str, earlier: Sequence[Return]) -> bool:
    return any(one.unit == unit and one.counts for one in earlier)


def open_dispute(
    case: Case,
    raised: Return | None,
    *,
    number: str,
    ground: str | None,
    list_lead: str | None,
    fallback_unit: str | None,
    by: str,
    at: datetime,
) -> Dispute:
    """A dispute naming everyone with a part: the unit that has it, the suggested one, the list's, the helpers."""
    named = [case.lead_unit, raised.suggested_unit if raised else None, list_lead, *case.cooperating_units]
    return Dispute(
        number=number,
        case=case.number,
        return_id=raised.id if raised else None,
        ground=ground or (raised.ground if raised else None),
        named_units=list(dict.fromkeys(unit for unit in named if unit)),
        provisional_unit=case.lead_unit,
        fallback_unit=fallback_unit,
        opened_by=by,
        opened_at=at,
    )


def give_opinion(
    dispute: Dispute, *, unit: str, position: str, reason: str | None, by: str, at: datetime,
    told: Callable[[str], str | None] = str,
) -> Opinion:  # fmt: skip
    """The opinion of a named unit while the dispute is open; another one is refused as it is ``told``.

    Raises:
        NotNow: the dispute is over. Unusable: the unit is not named, or the position is unknown.
    """
    expect_open(dispute)
    if unit not in dispute.named_units:
        raise Unusable(
            f"Expected the opinion of a unit named in {dispute.number}, but found {told(unit)}. "
            "Leave it to the units named."
        )
    return Opinion(dispute.number, unit, check(POSITIONS, position, "the position"), reason, by, at)


def expect_open(dispute: Dispute) -> None:
    """Raises NotNow when the dispute is over."""
    if dispute.state != OPEN:
        raise NotNow(f"Expected an open dispute, but {dispute.number} is {dispute.state}. Look at it again.")
