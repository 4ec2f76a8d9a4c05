"""Hand-offs to the discipline organ: raised by the centre, read and received by the organ, seen by nobody else."""

from typing import Any

from marshmallow import fields, validate

from api.acting import ask, perform
from api.calls import Calls
from api.fields import Facts, Moment, Paging, Schema, Text, page_of
from engine.commands.raise_referral import RaiseReferral
from engine.commands.receive_referral import ReceiveReferral
from engine.queries.referrals_raised import GROUND_NAMES, ReferralsRaised, ReferralView

referrals = Calls("referrals", "What is handed over to the discipline organ, outside the flow. For those entitled.")
MOST_CASES = 200


class Handover(Schema):
    """Which cases, on what ground, and what is to be looked into."""

    cases = fields.List(Text(longest=64, shortest=1), required=True, validate=validate.Length(min=1, max=MOST_CASES))
    ground = fields.String(required=True, validate=validate.OneOf(tuple(GROUND_NAMES)))
    reason = Text(longest=4000, shortest=1, required=True)


class HandedOver(Schema):
    """The number it is named by."""

    number = fields.String(required=True)


class Receipt(Schema):
    """The organ's own file number, or a word."""

    receipt = Text(longest=200, shortest=1, required=True)


class ReferralSchema(Schema):
    """A hand-off."""

    number = fields.String(required=True)
    ground = fields.String(required=True)
    ground_name = fields.String(required=True)
    ground_name_en = fields.String(required=True)
    reason = fields.String(required=True)
    cases = fields.List(fields.String(), required=True)
    titles = Facts(required=True)
    units = fields.List(fields.String(), required=True)
    unit_names = fields.List(fields.String(), required=True)
    raised_by = fields.String(required=True)
    raised_by_name = fields.String(required=True)
    raised_at = Moment(required=True)
    receipt = fields.String(required=True, allow_none=True)
    received_by = fields.String(required=True, allow_none=True)
    received_at = Moment(required=True, allow_none=True)
    may = fields.Dict(keys=fields.String(), values=fields.Boolean(), required=True)


@referrals.call("GET", "/referrals", query=Paging, answer=page_of(ReferralSchema))
def list_referrals(query: dict[str, Any]) -> Any:
    """What was handed over, the newest first."""
    return ask(ReferralsRaised(**query))


@referrals.call("POST", "/referrals", body=Handover, answer=HandedOver, creates=True, refuses=[404])
def raise_referral(body: dict[str, Any]) -> Any:
    """Hand cases over. The same cases on the same ground are handed over once."""
    return perform(RaiseReferral(**body))


@referrals.call("GET", "/referrals/<number>", answer=ReferralSchema, refuses=[404])
def read_referral(number: str) -> Any:
    """One hand-off."""
    return ask(ReferralView(number))


@referrals.call("POST", "/referrals/<number>/receipt", body=Receipt, answer=HandedOver, refuses=[404, 409])
def receive_referral(number: str, body: dict[str, str]) -> Any:
    """The discipline organ confirms that it has it."""
    return perform(ReceiveReferral(number, body["receipt"]))
