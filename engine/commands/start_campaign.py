"""A coordinator takes on a hot topic or area by name: a special campaign 专项整治."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.casework.campaign import Campaign, check_campaign
from engine.casework.entitlement import CONVENES
from engine.casework.identity import NOBODY
from engine.casework.tracking import CAMPAIGN, new_number
from engine.commands.case_doors import expect_role
from engine.errors import Unusable
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class StartCampaign:
    """``matters`` and ``streets`` say which cases belong to it; targets are shares from 0 to 1 (see Campaign)."""

    name: str
    lead_unit: str
    begins_on: date
    ends_on: date
    matters: Sequence[str] = ()
    streets: Sequence[str] = ()
    goal: str = ""
    closed_target: float | None = None
    fewer_target: float | None = None

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{number}``.

        Raises:
            NotAllowed. Unusable: an unknown unit, matter or street; no name or scope; days or targets amiss.
        """
        expect_role(work.by, CONVENES)
        check_campaign(
            name=self.name,
            matters=self.matters,
            streets=self.streets,
            begins_on=self.begins_on,
            ends_on=self.ends_on,
            targets=(self.closed_target, self.fewer_target),
            today=work.today,
        )
        known = {place.street for place in work.places.all()}
        unknown = sorted(set(self.streets) - known)
        if unknown:
            raise Unusable(f"Expected streets of the district, but found {unknown[0]!r}. Choose from the list.")
        made = Campaign(
            number=new_number(work.now, work.settings.zone, CAMPAIGN),
            name=NOBODY.left_out_of(self.name.strip()),
            lead_unit=work.units.get(self.lead_unit).code,
            matters=[work.responsibility_list.row(code, work.today).code for code in dict.fromkeys(self.matters)],
            streets=list(dict.fromkeys(self.streets)),
            begins_on=self.begins_on,
            ends_on=self.ends_on,
            goal=NOBODY.left_out_of(self.goal.strip()),
            started_by=work.by.username,
            started_at=work.now,
            closed_target=self.closed_target,
            fewer_target=self.fewer_target,
        )
        work.campaigns.add(made)
        work.journal.add(key=made.number, kind="campaign", detail={"what": "start", "lead_unit": made.lead_unit})
        return {"number": made.number}
