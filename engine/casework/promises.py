"""What moves or outlives a reply: more time or a rest asked for and decided, a suspension, a promise kept or not."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from engine.casework.glossary import SUSPENSION_REASONS, check
from engine.errors import NotNow, Unusable

APPROVE, REFUSE = "approve", "refuse"
WITHDRAWN = "withdrawn"  # the unit replied first, or the case went elsewhere: there is nothing left to decide


@dataclass(frozen=True, slots=True)
class Extension:
    """The ``number``-th request of a case for more time; ``decision`` is None while it is open."""

    id: str
    case: str
    number: int
    budget: str
    reason: str
    asked_by: str
    asked_at: datetime
    decision: str | None = None
    granted: str | None = None
    decision_reason: str | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None

    def decide(self, decision: str, granted: str | None, reason: str | None, by: str, at: datetime) -> "Extension":
        """The request, decided.

        Raises:
            NotNow: it was decided before. Unusable: an unknown decision.
        """
        if self.decision is not None:
            raise NotNow(
                f"Expected an open request for an extension of {self.case}, but it was decided: {self.decision}."
            )
        given = (granted or self.budget) if _check(decision) == APPROVE else None
        return replace(self, decision=decision, granted=given, decision_reason=reason, decided_by=by, decided_at=at)

    def withdraw(self, by: str, at: datetime) -> "Extension":
        """The request nobody needs to decide any more."""
        return replace(self, decision=WITHDRAWN, decided_by=by, decided_at=at)


@dataclass(frozen=True, slots=True)
class SuspensionRequest:
    """The ``number``-th time a unit asks that its case be put aside until a day, for a listed reason and in its own
    words. The clock runs on until it is granted; ``decision`` is None while it is open.
    """

    id: str
    case: str
    number: int
    reason: str
    text: str
    until: datetime
    asked_by: str
    asked_at: datetime
    decision: str | None = None
    decision_reason: str | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None

    def decide(self, decision: str, reason: str | None, by: str, at: datetime) -> "SuspensionRequest":
        """The request, decided.

        Raises:
            NotNow: it was decided before. Unusable: an unknown decision.
        """
        if self.decision is not None:
            raise NotNow(f"Expected an open request to suspend {self.case}, but it was decided: {self.decision}.")
        return replace(self, decision=_check(decision), decision_reason=reason, decided_by=by, decided_at=at)

    def withdraw(self, by: str, at: datetime) -> "SuspensionRequest":
        """The request nobody needs to decide any more."""
        return replace(self, decision=WITHDRAWN, decided_by=by, decided_at=at)


@dataclass(frozen=True, slots=True)
class Suspension:
    """A case put aside until a day, for a listed reason. ``paused_at`` is None until the diagram took it."""

    id: str
    case: str
    reason: str
    until: datetime
    asked_by: str
    asked_at: datetime
    paused_at: datetime | None = None
    resumed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Commitment:
    """A promise that outlives the reply, and whether it was kept (None: not yet said)."""

    id: str
    case: str
    number: int
    unit: str | None
    text: str
    due_on: date
    recorded_by: str
    recorded_at: datetime
    kept: bool | None = None
    report: str | None = None
    reported_by: str | None = None
    reported_at: datetime | None = None


def ask_suspension(id_: str, case: str, *, until: datetime, reason: str, by: str, at: datetime) -> Suspension:
    """A suspension to come.

    Raises:
        Unusable: a reason outside the list, or an end that has passed.
    """
    expect_reason_and_day(reason, until, at)
    return Suspension(id_, case, reason, until, by, at)


def expect_reason_and_day(reason: str, until: datetime, at: datetime) -> None:
    """Raises Unusable for a reason outside the list, or an end that has passed."""
    check(SUSPENSION_REASONS, reason, "the reason")
    if until <= at:
        raise Unusable("Expected a day of resumption in the future, but found one that has passed. Choose a later one.")


def _check(decision: str) -> str:
    if decision not in (APPROVE, REFUSE):
        raise Unusable(f"Expected the decision approve or refuse, but found {decision!r}. Choose one of them.")
    return decision
