"""The discipline organ confirms what was handed over."""

from dataclasses import dataclass
from typing import Any

from engine.casework.referral import RECEIVES, sees_referrals
from engine.commands.case_doors import expect_role
from engine.errors import NotFound
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class ReceiveReferral:
    """``receipt``: the organ's own file number, or a word."""

    number: str
    receipt: str

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{number}``. Raises: NotFound, NotAllowed, NotNow (received before), Unusable (nothing said)."""
        referral = work.referrals.find(number=self.number) if sees_referrals(work.by) else None
        if referral is None:
            raise NotFound(
                f"Expected a referral you may see, but there is none called {self.number}. "
                "Look at the list of referrals."
            )
        expect_role(work.by, RECEIVES)
        receipt = work.without_identity(self.receipt, *referral.cases)
        work.referrals.save(referral.received(receipt, work.by.username, work.now))
        work.journal.add(key=referral.number, kind="referral", reason=receipt, after={"received": True})
        return {"number": referral.number}
