"""A coordinator ends a campaign and says what came of it."""

from dataclasses import dataclass
from typing import Any

from engine.casework.entitlement import CONVENES
from engine.casework.identity import NOBODY
from engine.commands.case_doors import expect_role
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class EndCampaign:
    """``result`` is what was reached."""

    campaign: str
    result: str

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{number}``. Raises: NotFound, NotAllowed, NotNow (it has ended), Unusable (nothing said)."""
        expect_role(work.by, CONVENES)
        campaign = work.campaigns.get(self.campaign)
        result = NOBODY.left_out_of(self.result)
        work.campaigns.save(campaign.ended(result, work.now))
        work.journal.add(key=campaign.number, kind="campaign", reason=result, detail={"what": "end"})
        return {"number": campaign.number}
