"""Special campaigns: a named group of cases with lead, period, targets and progress."""

from typing import Any

from marshmallow import fields, validate

from api.acting import ask, perform
from api.calls import Calls
from api.fields import Moment, Schema, Text, list_of
from engine.commands.end_campaign import EndCampaign
from engine.commands.put_into_campaign import PutIntoCampaign
from engine.commands.start_campaign import StartCampaign
from engine.queries.campaigns import Campaigns, CampaignView

campaigns = Calls("campaigns", "Special campaigns 专项整治: a hot topic or area taken on by name.")
ONE = "/campaigns/<number>"


def _share() -> fields.Float:
    return fields.Float(load_default=None, allow_none=True, validate=validate.Range(min=0, max=1, min_inclusive=False))


class Starting(Schema):
    """A campaign. Cases of its matters and streets that come in within its days belong to it by themselves."""

    name = Text(longest=128, shortest=1, required=True)
    lead_unit = Text(longest=32, shortest=1, required=True)
    begins_on = fields.Date(required=True)
    ends_on = fields.Date(required=True)
    matters = fields.List(Text(longest=32, shortest=1), load_default=list, validate=validate.Length(max=50))
    streets = fields.List(Text(longest=64, shortest=1), load_default=list, validate=validate.Length(max=50))
    goal = Text(longest=2000, load_default="")
    closed_target = _share()
    fewer_target = _share()


class StartedCampaign(Schema):
    """Its number."""

    number = fields.String(required=True)


class Putting(Schema):
    """A case put into the campaign, or kept out of it."""

    case = Text(longest=32, shortest=1, required=True)
    included = fields.Boolean(load_default=True)


class Put(StartedCampaign):
    """Done."""

    case = fields.String(required=True)


class Ending(Schema):
    """What was reached."""

    result = Text(longest=4000, shortest=1, required=True)


class Progress(Schema):
    """Counted from the cases; a share of nothing is null. `fewer`: by how much requests fell."""

    cases = fields.Integer(required=True)
    open = fields.Integer(required=True)
    closed = fields.Integer(required=True)
    resolved = fields.Integer(required=True)
    recurred = fields.Integer(required=True)
    closed_share = fields.Float(required=True, allow_none=True)
    came = fields.Integer(required=True)
    came_before = fields.Integer(required=True)
    fewer = fields.Float(required=True, allow_none=True)
    closed_reached = fields.Boolean(required=True, allow_none=True)
    fewer_reached = fields.Boolean(required=True, allow_none=True)


class CampaignRow(Schema):
    """A campaign with its progress."""

    number = fields.String(required=True)
    name = fields.String(required=True)
    lead_unit = fields.String(required=True)
    lead_unit_name = fields.String(required=True)
    lead_unit_name_en = fields.String(required=True, allow_none=True)
    matters = fields.List(fields.String(), required=True)
    matter_names = fields.List(fields.String(), required=True)
    streets = fields.List(fields.String(), required=True)
    begins_on = fields.String(required=True)
    ends_on = fields.String(required=True)
    goal = fields.String(required=True)
    closed_target = fields.Float(required=True, allow_none=True)
    fewer_target = fields.Float(required=True, allow_none=True)
    state = fields.String(required=True)
    result = fields.String(required=True, allow_none=True)
    started_at = Moment(required=True)
    ended_at = Moment(required=True, allow_none=True)
    progress = fields.Nested(Progress, required=True)


class CampaignCaseRow(Schema):
    """A case of a campaign."""

    number = fields.String(required=True)
    title = fields.String(required=True)
    state = fields.String(required=True)
    street = fields.String(required=True)
    level3 = fields.String(required=True, allow_none=True)
    unit_name = fields.String(required=True, allow_none=True)
    unit_name_en = fields.String(required=True, allow_none=True)
    registered_at = Moment(required=True)
    by_hand = fields.Boolean(required=True)


class MayChangeCampaign(Schema):
    """What the caller may do."""

    put = fields.Boolean(required=True)
    end = fields.Boolean(required=True)


class CampaignSchema(CampaignRow):
    """A campaign with its newest cases."""

    cases = fields.List(fields.Nested(CampaignCaseRow), required=True)
    may = fields.Nested(MayChangeCampaign, required=True)


@campaigns.call("GET", "/campaigns", answer=list_of(CampaignRow))
def list_campaigns() -> Any:
    """Campaigns I may see, those that run first."""
    return {"items": ask(Campaigns())}


@campaigns.call("POST", "/campaigns", body=Starting, answer=StartedCampaign, creates=True)
def start_campaign(body: dict[str, Any]) -> Any:
    """Start a campaign."""
    return perform(StartCampaign(**body))


@campaigns.call("GET", ONE, answer=CampaignSchema, refuses=[404])
def read_campaign(number: str) -> Any:
    """A campaign with its cases and progress."""
    return ask(CampaignView(number))


@campaigns.call("POST", f"{ONE}/cases", body=Putting, answer=Put, refuses=[404, 409])
def put_into_campaign(number: str, body: dict[str, Any]) -> Any:
    """Put a case in by hand, or keep one out."""
    return perform(PutIntoCampaign(number, body["case"], body["included"]))


@campaigns.call("POST", f"{ONE}/end", body=Ending, answer=StartedCampaign, refuses=[404, 409])
def end_campaign(number: str, body: dict[str, str]) -> Any:
    """End it and say what came of it."""
    return perform(EndCampaign(number, body["result"]))
