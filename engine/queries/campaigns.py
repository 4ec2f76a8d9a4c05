"""Special campaigns with their progress, counted from their cases."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import select

from engine.casework.campaign import RUNNING, Campaign
from engine.casework.case import Case, State
from engine.casework.entitlement import CONVENES
from engine.casework.visibility import sees_all, unit_of
from engine.errors import NotAllowed, NotFound
from engine.persistence.campaigns import cases_of
from engine.persistence.cases import case_of
from engine.persistence.clusters import recurrences
from engine.persistence.unit_of_work import Reading
from engine.queries.naming import called

SHOWN = 200  # cases on the page of a campaign; the counts are of all


@dataclass(frozen=True)
class Campaigns:
    """All a person may see, those that run first."""

    def answer(self, reading: Reading) -> list[dict[str, Any]]:
        """``[campaign with progress…]``: the offices all, a unit those it leads. Raises: NotAllowed for others."""
        found = reading.campaigns.all(order=("begins_on", "number"))
        if not sees_all(reading.by):
            unit = unit_of(reading.by)
            if unit is None:
                raise NotAllowed("Expected a member of the command centre or of a unit; campaigns are not public.")
            found = [one for one in found if one.lead_unit == unit]
        found.sort(key=lambda one: one.state != RUNNING)
        return [_line(reading, one, _cases(reading, one)) for one in found]


@dataclass(frozen=True)
class CampaignView:
    """By number."""

    number: str

    def answer(self, reading: Reading) -> dict[str, Any]:
        """The campaign, its progress, ``cases`` and ``may``. Raises: NotFound, also when it is not theirs to see."""
        campaign = reading.campaigns.find(number=self.number)
        mine = campaign is not None and (sees_all(reading.by) or unit_of(reading.by) == campaign.lead_unit)
        if campaign is None or not mine:
            raise NotFound(f"Expected a campaign you may see, but there is none with the number {self.number}.")
        cases = _cases(reading, campaign)
        by_hand = {one.case for one in reading.campaign_cases.all(campaign=campaign.number) if one.included}
        names = reading.unit_names({case.lead_unit for case in cases[:SHOWN] if case.lead_unit})
        may = campaign.state == RUNNING and reading.by.has(*CONVENES)
        return {
            **_line(reading, campaign, cases),
            "cases": [
                {
                    "number": case.number,
                    "title": case.title,
                    "state": case.state.value,
                    "street": case.place.street,
                    "level3": case.matter.level3 if case.matter else None,
                    **called("unit", case.lead_unit, names),
                    "registered_at": case.registered_at.isoformat(),
                    "by_hand": case.number in by_hand,
                }
                for case in cases[:SHOWN]
            ],
            "may": {"put": may, "end": may},
        }


def _cases(reading: Reading, campaign: Campaign) -> list[Case]:
    query = cases_of(campaign, reading.settings.zone)
    found = [case_of(row) for row in reading.connection.execute(query).mappings()]
    return sorted(found, key=lambda case: (case.registered_at, case.number), reverse=True)


def _line(reading: Reading, campaign: Campaign, cases: Sequence[Case]) -> dict[str, Any]:
    rows = {row.code: row.level3 for row in reading.responsibility_list.rows(reading.today)} if campaign.matters else {}
    names = reading.unit_names({campaign.lead_unit})
    return {
        **asdict(campaign),
        "begins_on": campaign.begins_on.isoformat(),
        "ends_on": campaign.ends_on.isoformat(),
        "started_at": campaign.started_at.isoformat(),
        "ended_at": campaign.ended_at.isoformat() if campaign.ended_at else None,
        **called("lead_unit", campaign.lead_unit, names),
        "matter_names": [rows.get(code, code) for code in campaign.matters],
        "progress": _progress(reading, campaign, cases),
        "cases": [],
    }


def _progress(reading: Reading, campaign: Campaign, cases: Sequence[Case]) -> dict[str, Any]:
    """Counts; a share of nothing is null. ``fewer``: by which share requests fell against as many days before."""
    closed = [case for case in cases if case.state is State.CLOSED]
    since, before = reading.campaigns.came_before(campaign, reading.settings.zone, reading.now)
    query = select(recurrences.c.case).where(recurrences.c.case.in_([case.number for case in cases]))
    closed_share = len(closed) / len(cases) if cases else None
    fewer = 1 - since / before if before else None
    return {
        "cases": len(cases),
        "open": sum(not case.has_ended for case in cases),
        "closed": len(closed),
        "resolved": sum(case.outcome == "resolved" for case in closed),
        "recurred": len(reading.connection.execute(query).all()),
        "closed_share": None if closed_share is None else round(closed_share, 4),
        "came": since,
        "came_before": before,
        "fewer": None if fewer is None else round(fewer, 4),
        "closed_reached": _reached(closed_share, campaign.closed_target),
        "fewer_reached": _reached(fewer, campaign.fewer_target),
    }


def _reached(value: float | None, target: float | None) -> bool | None:
    return None if value is None or target is None else value >= target
