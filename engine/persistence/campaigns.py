"""Campaigns, and the cases put into or kept out of one by hand."""

from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Any

from sqlalchemy import Boolean, Column, Date, Float, Select, String, Table, Text, and_, func, or_, select

from engine.casework.campaign import Campaign, CampaignCase
from engine.errors import NotFound
from engine.persistence.cases import cases
from engine.persistence.database import Json, Moment, metadata
from engine.persistence.records import Records

campaigns = Table(
    "campaigns",
    metadata,
    Column("number", String(32), primary_key=True),
    Column("name", String(128), nullable=False),
    Column("lead_unit", String(32), nullable=False),
    Column("matters", Json, nullable=False),
    Column("streets", Json, nullable=False),
    Column("begins_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    Column("goal", Text, nullable=False),
    Column("started_by", String(128), nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("closed_target", Float),
    Column("fewer_target", Float),
    Column("state", String(16), nullable=False),
    Column("result", Text),
    Column("ended_at", Moment),
)

campaign_cases = Table(
    "campaign_cases",
    metadata,
    Column("campaign", String(32), primary_key=True),
    Column("case", String(32), primary_key=True),
    Column("included", Boolean, nullable=False),
    Column("put_by", String(128), nullable=False),
    Column("put_at", Moment, nullable=False),
)


class Campaigns(Records[Campaign]):
    """Campaigns by number."""

    table, record = campaigns, Campaign

    def get(self, number: str) -> Campaign:
        """The campaign of a number. Raises: NotFound."""
        found = self.find(number=number)
        if found is None:
            raise NotFound(f"Expected a campaign, but there is none with the number {number}.")
        return found

    def came_before(self, campaign: Campaign, zone: tzinfo, until: datetime) -> tuple[int, int]:
        """How many requests of its scope came in since it began, and in as many days just before."""
        begins, ends = period(campaign, zone)
        ends = max(min(ends, until), begins)
        return self._many(campaign, begins, ends), self._many(campaign, begins - (ends - begins), begins)

    def _many(self, campaign: Campaign, begins: datetime, ends: datetime) -> int:
        query = select(func.count()).select_from(cases).where(in_scope(campaign, begins, ends))
        return int(self._connection.execute(query).scalar_one())


class CampaignCases(Records[CampaignCase]):
    """What was put by hand."""

    table, record = campaign_cases, CampaignCase


def period(campaign: Campaign, zone: tzinfo) -> tuple[datetime, datetime]:
    """From the first moment of its first day to the first moment after its last (UTC)."""
    begins = datetime.combine(campaign.begins_on, time(), zone)
    ends = datetime.combine(campaign.ends_on + timedelta(days=1), time(), zone)
    return begins.astimezone(UTC), ends.astimezone(UTC)


def in_scope(campaign: Campaign, begins: datetime, ends: datetime) -> Any:
    """Cases of its matters and streets that came in between two moments."""
    wanted = [cases.c.registered_at >= begins, cases.c.registered_at < ends]
    wanted += [cases.c.matter.in_(campaign.matters)] if campaign.matters else []
    wanted += [cases.c.street.in_(campaign.streets)] if campaign.streets else []
    return and_(*wanted)


def cases_of(campaign: Campaign, zone: tzinfo) -> Select[Any]:
    """Its cases: those of its scope and period, those put in, without those kept out."""
    by_hand = select(campaign_cases.c.case).where(campaign_cases.c.campaign == campaign.number)
    there = or_(
        in_scope(campaign, *period(campaign, zone)), cases.c.number.in_(by_hand.where(campaign_cases.c.included))
    )
    return select(cases).where(there, cases.c.number.not_in(by_hand.where(~campaign_cases.c.included)))
