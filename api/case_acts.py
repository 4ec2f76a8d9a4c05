"""What staff do to a case beside its tasks: put aside and resume, ask for time, urge, speak for the citizen."""

from typing import Any

from marshmallow import fields, validate

from api.acting import ask, perform
from api.calls import Calls
from api.case_schemas import DoneFor, Rating, Reason, Supplement
from api.fields import Moment, Schema, Text
from engine.casework.exclusion import GROUNDS
from engine.casework.glossary import CONTACTS, SUSPENSION_REASONS, codes
from engine.commands.appeal_exclusion import AppealExclusion
from engine.commands.let_accused_unit_act import LetAccusedUnitAct
from engine.commands.name_accused_unit import NameAccusedUnit
from engine.commands.order_key_supervision import OrderKeySupervision
from engine.commands.rate_reply import RateReply
from engine.commands.record_contact import RecordContact
from engine.commands.request_exclusion import RequestExclusion
from engine.commands.request_extension import RequestExtension
from engine.commands.request_identity import RequestIdentity
from engine.commands.request_suspension import RequestSuspension
from engine.commands.resume_case import ResumeCase
from engine.commands.supplement_request import SupplementRequest
from engine.commands.suspend_case import SuspendCase
from engine.commands.take_off_accused_unit import TakeOffAccusedUnit
from engine.commands.urge import Urge
from engine.commands.view_identity import ViewIdentity
from engine.commands.withdraw_request import WithdrawRequest
from engine.queries.unmasked_identity import UnmaskedIdentity

case_acts = Calls("case acts", "What staff do to a case beside its tasks. Each is a message its diagram catches.")
ONE = "/cases/<number>"


class Suspension(Schema):
    """Until when, and a reason of the list `suspension_reasons`."""

    until = fields.AwareDateTime(required=True, metadata={"description": "with its zone"})
    reason = fields.String(required=True, validate=validate.OneOf(codes(SUSPENSION_REASONS)))


class SuspensionRequest(Suspension):
    """The same, and in the unit's own words what stands in the way."""

    text = Text(longest=2000, shortest=1, required=True)


class ExtensionRequest(Reason):
    """How much more time, as text: "3 working days", "24 hours"."""

    budget = Text(longest=40, shortest=1, required=True)


@case_acts.call("POST", f"{ONE}/suspension", body=Suspension, answer=DoneFor, refuses=[404, 409])
def suspend_case(number: str, body: dict[str, Any]) -> Any:
    """Put a case aside until a day; its clocks rest."""
    return perform(SuspendCase(number, body["until"], body["reason"]))


@case_acts.call("POST", f"{ONE}/resumption", answer=DoneFor, refuses=[404, 409])
def resume_case(number: str) -> Any:
    """Go on with a case that was put aside."""
    return perform(ResumeCase(number))


@case_acts.call("POST", f"{ONE}/suspension-requests", body=SuspensionRequest, answer=DoneFor, refuses=[404, 409])
def request_suspension(number: str, body: dict[str, Any]) -> Any:
    """The unit asks that the case be put aside; a coordinator decides, and until then the clock runs."""
    return perform(RequestSuspension(number, **body))


@case_acts.call("POST", f"{ONE}/extensions", body=ExtensionRequest, answer=DoneFor, refuses=[404, 409])
def request_extension(number: str, body: dict[str, str]) -> Any:
    """The unit asks for more time; its leader and the centre decide."""
    return perform(RequestExtension(number, body["budget"], body["reason"]))


class FirstContact(Schema):
    """How the unit spoke to the citizen; what was said belongs into the reply."""

    way = fields.String(required=True, validate=validate.OneOf(codes(CONTACTS)))


class Contacted(DoneFor):
    """Was it within the time for the first contact?"""

    in_time = fields.Boolean(required=True)


@case_acts.call("POST", f"{ONE}/contacts", body=FirstContact, answer=Contacted, creates=True, refuses=[404, 409])
def record_contact(number: str, body: dict[str, str]) -> Any:
    """Note that the unit has spoken to the citizen for the first time."""
    return perform(RecordContact(number, body["way"]))


class IdentityAsked(DoneFor):
    """The decision is somebody else's task, under the key."""

    id = fields.String(required=True)
    key = fields.String(required=True)


class Unmasked(Schema):
    """Who asked, until the granted window is over. Each look is in the journal."""

    name = fields.String(required=True, allow_none=True)
    phone = fields.String(required=True, allow_none=True)
    anonymous = fields.Boolean(required=True)
    until = Moment(required=True)


class Accusation(Reason):
    """The unit complained of."""

    unit = Text(longest=32, shortest=1, required=True)


class Accused(DoneFor):
    """That unit is not shown who asked, does not review, and acts only when a second person allows it."""

    unit = fields.String(required=True)


class TakenOff(Accused):
    """Whether the case is taken off that unit, which had it; it is dispatched anew."""

    taken_off = fields.Boolean(required=True)


@case_acts.call("POST", f"{ONE}/identity-requests", body=Reason, answer=IdentityAsked, creates=True, refuses=[404, 409])
def request_identity(number: str, body: dict[str, str]) -> Any:
    """Ask to see who asked; a second person decides."""
    return perform(RequestIdentity(number, body["reason"]))


@case_acts.call("POST", f"{ONE}/identity-views", answer=Unmasked, refuses=[404])
def view_identity(number: str) -> Any:
    """Look at who asked, within a granted window."""
    return ask(UnmaskedIdentity(number, perform(ViewIdentity(number))["look"]))


@case_acts.call("POST", f"{ONE}/accused-units", body=Accusation, answer=TakenOff, creates=True, refuses=[404, 409])
def name_accused_unit(number: str, body: dict[str, str]) -> Any:
    """Say that the request complains of a unit; by a dispatcher, shift leader or coordinator it is taken off it."""
    return perform(NameAccusedUnit(number, **body))


@case_acts.call(
    "POST", f"{ONE}/accused-units/<unit>/removal", body=Reason, answer=TakenOff, creates=True, refuses=[404, 409]
)
def take_off_accused_unit(number: str, unit: str, body: dict[str, str]) -> Any:
    """Take a case off the unit that has it and is complained of; it is dispatched anew."""
    return perform(TakeOffAccusedUnit(number, unit, body["reason"]))


@case_acts.call(
    "POST", f"{ONE}/accused-units/<unit>/permission", body=Reason, answer=Accused, creates=True, refuses=[404, 409]
)
def let_accused_unit_act(number: str, unit: str, body: dict[str, str]) -> Any:
    """Allow that a unit acts though the request complains of it; whoever sends it there is then another person."""
    return perform(LetAccusedUnitAct(number, unit, body["reason"]))


@case_acts.call("POST", f"{ONE}/key-supervision", body=Reason, answer=DoneFor, creates=True, refuses=[404, 409])
def order_key_supervision(number: str, body: dict[str, str]) -> Any:
    """Put a case under key supervision; the supervisor reports until it is lifted or the case closes."""
    return perform(OrderKeySupervision(number, body["reason"]))


class ExclusionRequest(Schema):
    """Why the case should not count: a ground of the closed list, and an explanation."""

    ground = fields.String(required=True, validate=validate.OneOf(codes(GROUNDS)))
    explanation = Text(longest=2000, shortest=1, required=True)


class ExclusionAsked(DoneFor):
    """The decision is somebody else's task, under the key."""

    id = fields.String(required=True)
    key = fields.String(required=True)


@case_acts.call(
    "POST", f"{ONE}/exclusions", body=ExclusionRequest, answer=ExclusionAsked, creates=True, refuses=[404, 409]
)
def request_exclusion(number: str, body: dict[str, str]) -> Any:
    """The unit asks that a closed case does not count in its score; another person decides."""
    return perform(RequestExclusion(number, **body))


@case_acts.call("POST", f"{ONE}/exclusions/appeal", body=Reason, answer=DoneFor, refuses=[404, 409])
def appeal_exclusion(number: str, body: dict[str, str]) -> Any:
    """The unit does not accept a refusal; the coordinator has the last word."""
    return perform(AppealExclusion(number, body["reason"]))


@case_acts.call("POST", f"{ONE}/urges", body=Reason, answer=DoneFor, refuses=[404, 409])
def urge_case(number: str, body: dict[str, str]) -> Any:
    """Urge whoever has the case."""
    return perform(Urge(number, body["reason"]))


@case_acts.call("POST", f"{ONE}/supplements", body=Supplement, answer=DoneFor, refuses=[404, 409])
def supplement_for_citizen(number: str, body: dict[str, str]) -> Any:
    """Write down what the citizen adds."""
    return perform(SupplementRequest(number, body["text"]))


@case_acts.call("POST", f"{ONE}/withdrawal", body=Reason, answer=DoneFor, refuses=[404, 409])
def withdraw_for_citizen(number: str, body: dict[str, str]) -> Any:
    """Take the request back on the citizen's word."""
    return perform(WithdrawRequest(number, body["reason"]))


@case_acts.call("POST", f"{ONE}/rating", body=Rating, answer=DoneFor, refuses=[404, 409])
def rate_for_citizen(number: str, body: dict[str, Any]) -> Any:
    """Write down the rating the citizen gave by telephone."""
    return perform(RateReply(number, **body))
