"""Handing a matter over to the discipline organ: a record outside the flow, seen only by those entitled to it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from engine.actor import Actor
from engine.casework.glossary import Word, check
from engine.errors import NotNow, Unusable

GROUNDS = (
    Word("repeated_recurrence", "反复回潮", "It keeps coming back"),
    Word("suspected_misconduct", "涉嫌违纪或失职", "Suspected misconduct or neglect"),
    Word("false_report", "涉嫌虚假反馈", "Suspected false report"),
    Word("repeated_shirking", "反复推诿", "Repeated shirking"),
)
RAISES = ("coordinator", "supervisor", "leader")
RECEIVES = ("discipline",)


@dataclass(frozen=True, slots=True)
class Referral:
    """What is handed over, why, by whom; and what the organ confirmed receiving."""

    number: str
    ground: str
    reason: str
    cases: list[str]
    units: list[str]
    raised_by: str
    raised_at: datetime
    receipt: str | None = None
    received_by: str | None = None
    received_at: datetime | None = None

    def with_more(self, cases: Iterable[str], units: Iterable[str]) -> "Referral":
        """The referral of one matter that goes on: further cases and their units."""
        return replace(self, cases=sorted({*self.cases, *cases}), units=sorted({*self.units, *units}))

    def received(self, receipt: str, by: str, at: datetime) -> "Referral":
        """The referral, received; ``receipt`` is the organ's own file number or a word.

        Raises:
            NotNow: it was received before. Unusable: nothing said.
        """
        if self.received_at is not None:
            raise NotNow(f"Expected a referral not received yet, but {self.number} was. Nothing was changed.")
        if not receipt.strip():
            raise Unusable(
                "Expected the file number of the discipline organ, or a word, but found nothing. Fill it in."
            )
        return replace(self, receipt=receipt.strip(), received_by=by, received_at=at)


def sees_referrals(actor: Actor) -> bool:
    """Those who hand over, those who receive, and the system. Nobody else, administrators included."""
    return actor.may_act_as(*RAISES, *RECEIVES)


def refer(
    number: str, *, ground: str, reason: str, cases: list[str], units: list[str], by: str, at: datetime
) -> Referral:
    """A new referral.

    Raises:
        Unusable: a ground outside the list, no reason, or no case.
    """
    check(GROUNDS, ground, "the ground")
    if not reason.strip():
        raise Unusable("Expected a reason for the referral, but found none. Say what is to be looked into.")
    if not cases:
        raise Unusable("Expected at least one case, but found none. Name the cases it is about.")
    return Referral(number, ground, reason.strip(), sorted(set(cases)), sorted(set(units)), by, at)
