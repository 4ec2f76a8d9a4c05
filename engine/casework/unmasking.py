"""Seeing who asked beyond what one's step needs: a request with a reason, a second person who decides, a window."""

from dataclasses import dataclass, replace
from datetime import datetime

from engine.errors import NotNow, Unusable

GRANT, REFUSE, LAPSED = "grant", "refuse", "lapsed"


@dataclass(frozen=True, slots=True)
class IdentityRequest:
    """Somebody asks to see who asked. ``decision`` is None while it is open; ``until`` ends a granted window."""

    id: str
    case: str
    reason: str
    asked_by: str
    asked_at: datetime
    decision: str | None = None
    decision_reason: str | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    until: datetime | None = None

    def decide(
        self, decision: str, reason: str | None, by: str, at: datetime, until: datetime | None
    ) -> "IdentityRequest":
        """The request, decided; ``until`` is the end of the window when it is granted.

        Raises:
            NotNow: it was decided before. Unusable: an unknown decision, or refused without a reason.
        """
        if self.decision is not None:
            raise NotNow(f"Expected an open request to see who asked, but it was decided: {self.decision}.")
        if decision not in (GRANT, REFUSE, LAPSED):
            raise Unusable(f"Expected the decision grant or refuse, but found {decision!r}. Choose one of them.")
        if decision == REFUSE and not (reason or "").strip():
            raise Unusable("Expected a reason for refusing, but found none. Say why the identity is not needed.")
        window = until if decision == GRANT else None
        return replace(self, decision=decision, decision_reason=reason, decided_by=by, decided_at=at, until=window)

    def is_granted_at(self, at: datetime) -> bool:
        """May whoever asked look at this moment?"""
        return self.decision == GRANT and self.until is not None and at < self.until
