"""A case is put into a campaign by hand, or kept out of it."""

from dataclasses import dataclass
from typing import Any

from engine.casework.campaign import CampaignCase
from engine.casework.entitlement import CONVENES
from engine.commands.case_doors import staff_case
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class PutIntoCampaign:
    """``included`` False keeps out a case its matter, place and time would put in."""

    campaign: str
    case: str
    included: bool = True

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{number, case}``. Raises: NotFound, NotAllowed, NotNow (the campaign has ended)."""
        case = staff_case(work, self.case, CONVENES)
        campaign = work.campaigns.get(self.campaign)
        campaign.expect_running()
        put = CampaignCase(campaign.number, case.number, self.included, work.by.username, work.now)
        if work.campaign_cases.find(campaign=campaign.number, case=case.number) is None:
            work.campaign_cases.add(put)
        else:
            work.campaign_cases.save(put)
        detail = {"what": "put" if self.included else "keep_out", "case": case.number}
        work.journal.add(key=campaign.number, kind="campaign", detail=detail)
        return {"number": campaign.number, "case": case.number}
