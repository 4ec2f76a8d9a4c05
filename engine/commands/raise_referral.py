"""A coordinator, supervisor or leader hands cases over to the discipline organ."""

from dataclasses import dataclass
from typing import Any

from engine.casework.referral import RAISES
from engine.commands.case_doors import expect_role
from engine.operations.referrals import raise_referral
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class RaiseReferral:
    """``ground``: a word of the closed list; ``reason``: what is to be looked into."""

    cases: tuple[str, ...] | list[str]
    ground: str
    reason: str

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{number}``; the same again answers the referral there is.

        Raises: NotAllowed, NotFound (a case), Unusable (ground, reason, no case).
        """
        expect_role(work.by, RAISES)
        made = raise_referral(work, self.cases, ground=self.ground, reason=self.reason, by=work.by.username)
        return {"number": made.number}
