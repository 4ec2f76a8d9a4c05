"""For the coordinator: bringing units together, quarrels over duty, what was ruled before, merging and splitting."""

from typing import Any

from marshmallow import fields, validate

from api.acting import ask, perform
from api.calls import Calls
from api.case_schemas import DoneFor, Promise, Reason
from api.fields import Anything, Facts, Moment, Paging, Schema, Text, absent, page_of
from engine.commands.add_unit_to_joint_handling import AddUnitToJointHandling
from engine.commands.carry_out_decision import CarryOutDecision
from engine.commands.convene_joint_handling import ConveneJointHandling
from engine.commands.convene_meeting import ConveneMeeting
from engine.commands.end_joint_handling import EndJointHandling
from engine.commands.merge_cases import MergeCases
from engine.commands.release_unit import ReleaseUnit
from engine.commands.split_case import SplitCase
from engine.queries.docket import Docket
from engine.queries.joint_handling_view import JointHandlingView
from engine.queries.joint_handlings import JointHandlings
from engine.queries.precedents import Precedents

coordination = Calls("coordination", "Joint handlings, disputes, precedents, merging and splitting.")
MOST_CASES = 500


class Convening(Schema):
    """Which cases are to be handled by several units together, and why."""

    cases = fields.List(Text(longest=64, shortest=1), required=True, validate=validate.Length(min=1, max=MOST_CASES))
    reason = Text(longest=2000, shortest=1, required=True)


class Convened(Schema):
    """The joint handling has a number of its own; the plan is the coordinator's next task."""

    number = fields.String(required=True)


class JointHandlingLine(Schema):
    """What every view of a joint handling shows."""

    number = fields.String(required=True)
    title = fields.String(required=True, allow_none=True)
    state = fields.String(required=True)
    lead_unit = fields.String(required=True, allow_none=True)
    lead_unit_name = fields.String(allow_none=True)
    lead_unit_name_en = fields.String(allow_none=True)
    cases = fields.List(fields.String(), required=True)
    due = Moment(required=True, allow_none=True)
    convened_at = Moment(required=True)


class JointHandlingRow(JointHandlingLine):
    """A joint handling in a list: how many branches it has, and how many have reported."""

    branches = fields.Integer(required=True)
    reported = fields.Integer(required=True)
    ended_at = Moment(allow_none=True)


class Branch(Schema):
    """What one unit does in it."""

    unit = fields.String(required=True)
    unit_name = fields.String(required=True, allow_none=True)
    unit_name_en = fields.String(allow_none=True)
    task = fields.String(required=True)
    due = Moment(required=True, allow_none=True)
    state = fields.String(required=True)
    report = fields.String(allow_none=True)
    reported_at = Moment(allow_none=True)
    released_at = Moment(allow_none=True)
    release_reason = fields.String(allow_none=True)


class MayChange(Schema):
    """What the caller may do."""

    add = fields.Boolean(required=True)
    release = fields.Boolean(required=True)
    convene_meeting = fields.Boolean(required=True)
    end = fields.Boolean(required=True)


class JointHandlingSchema(JointHandlingLine):
    """A joint handling with its branches, meeting, and the one reply."""

    reason = fields.String(required=True)
    convened_by = fields.String(required=True)
    branches = fields.List(fields.Nested(Branch), required=True)
    meeting = Anything(allow_none=True)
    minutes = fields.String(allow_none=True)
    decisions = fields.List(Facts(), required=True)
    outcome = fields.String(allow_none=True)
    reply = fields.String(allow_none=True)
    replied_at = Moment(allow_none=True)
    commitments = fields.List(
        fields.Nested(Promise),
        required=True,
        metadata={"description": "what its reply promises; the lead unit answers"},
    )
    ended_at = Moment(allow_none=True)
    end_reason = fields.String(allow_none=True)
    left = fields.List(fields.String(), required=True)
    requests = fields.List(Facts(), required=True, metadata={"description": "what each of its cases asks"})
    open_tasks = fields.List(Facts(), required=True)
    may = fields.Nested(MayChange, required=True)


class Opinion(Schema):
    """What a named unit says; position null = not yet."""

    unit = fields.String(required=True)
    unit_name = fields.String(required=True, allow_none=True)
    unit_name_en = fields.String(allow_none=True)
    position = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)
    given_at = Moment(required=True, allow_none=True)


class DisputeRow(Schema):
    """A quarrel over whose duty a case is; `task` is the open task of whoever rules."""

    number = fields.String(required=True)
    case = fields.String(required=True)
    title = fields.String(required=True)
    ground = fields.String(required=True, allow_none=True)
    unit = fields.String(required=True, allow_none=True)
    unit_name = fields.String(allow_none=True)
    unit_name_en = fields.String(allow_none=True)
    state = fields.String(required=True)
    opened_at = Moment(required=True)
    due = Moment(required=True, allow_none=True)
    opinions = fields.List(fields.Nested(Opinion), required=True)
    task = fields.String(required=True, allow_none=True)


class PrecedentQuery(Paging):
    """About which matter; or near which case, the nearest first."""

    matter = Text(load_default=absent)
    case = Text(longest=64, load_default=absent)


class Precedent(Schema):
    """What a ruling said for a matter and a place."""

    id = fields.String(required=True)
    case = fields.String(required=True)
    matter = fields.String(required=True, allow_none=True)
    street = fields.String(required=True, allow_none=True)
    community = fields.String(allow_none=True)
    lead_unit = fields.String(required=True)
    lead_unit_name = fields.String(allow_none=True)
    lead_unit_name_en = fields.String(allow_none=True)
    cooperating_units = fields.List(fields.String(), required=True)
    reason = fields.String(required=True, allow_none=True)
    ruled_at = Moment(required=True)
    distance = fields.Integer(required=True, allow_none=True, metadata={"description": "from the case asked about"})
    differs = fields.List(fields.String(), required=True, allow_none=True)


class Merging(Reason):
    """The open case this one is merged into; each citizen keeps number, notices and rating."""

    parent = Text(longest=64, shortest=1, required=True)


class Joining(Schema):
    """A unit that joins while the others are at work."""

    unit = Text(longest=32, shortest=1, required=True)
    task = Text(longest=2000, shortest=1, required=True)
    due = fields.AwareDateTime(
        load_default=None,
        allow_none=True,
        metadata={"description": "with its zone, as 2026-03-05T18:00:00+08:00; none: the joint date; later: moves it"},
    )


class Joined(Convened):
    """By when the unit is to report, and by when all is due now."""

    unit = fields.String(required=True)
    due = Moment(required=True)
    joint_due = Moment(required=True)


class Meeting(Schema):
    """A meeting, by the joint date at the latest."""

    at = fields.AwareDateTime(required=True, metadata={"description": "with its zone, as 2026-03-05T15:00:00+08:00"})
    place = Text(longest=200, load_default=None, allow_none=True)
    agenda = Text(longest=2000, load_default=None, allow_none=True)


class CarriedOut(Schema):
    """Which decision of the meeting, from 1, and what was done."""

    nth = fields.Integer(required=True, validate=validate.Range(min=1))
    done = Text(longest=2000, shortest=1, required=True)


@coordination.call("GET", "/joint-handlings", query=Paging, answer=page_of(JointHandlingRow))
def list_joint_handlings(query: dict[str, Any]) -> Any:
    """Joint handlings I may see, the newest first."""
    return ask(JointHandlings(**query))


@coordination.call("POST", "/joint-handlings", body=Convening, answer=Convened, creates=True, refuses=[404, 409])
def convene_joint_handling(body: dict[str, Any]) -> Any:
    """Convene the units for one case or a cluster."""
    return perform(ConveneJointHandling(tuple(body["cases"]), body["reason"]))


@coordination.call("GET", "/joint-handlings/<number>", answer=JointHandlingSchema, refuses=[404])
def read_joint_handling(number: str) -> Any:
    """A joint handling with every branch."""
    return ask(JointHandlingView(number))


@coordination.call("GET", "/disputes", query=Paging, answer=page_of(DisputeRow))
def list_disputes(query: dict[str, Any]) -> Any:
    """The docket: open disputes with both sides' words, the soonest ruling first."""
    return ask(Docket(**query))


@coordination.call("GET", "/precedents", query=PrecedentQuery, answer=page_of(Precedent), refuses=[404])
def list_precedents(query: dict[str, Any]) -> Any:
    """What was ruled before."""
    return ask(Precedents(**query))


@coordination.call(
    "POST", "/joint-handlings/<number>/units", body=Joining, answer=Joined, creates=True, refuses=[404, 409]
)
def add_joint_unit(number: str, body: dict[str, Any]) -> Any:
    """Have one more unit take part while the others are at work."""
    return perform(AddUnitToJointHandling(number, body["unit"], body["task"], body["due"]))


@coordination.call(
    "POST", "/joint-handlings/<number>/meeting", body=Meeting, answer=Convened, creates=True, refuses=[404, 409]
)
def convene_meeting(number: str, body: dict[str, Any]) -> Any:
    """Convene a meeting the plan did not have; its minutes are waited for from then on."""
    return perform(ConveneMeeting(number, **body))


@coordination.call(
    "POST", "/joint-handlings/<number>/units/<unit>/release", body=Reason, answer=Convened, refuses=[404, 409]
)
def release_unit(number: str, unit: str, body: dict[str, str]) -> Any:
    """Let a unit go; the others go on without it."""
    return perform(ReleaseUnit(number, unit, body["reason"]))


@coordination.call("POST", "/joint-handlings/<number>/end", body=Reason, answer=Convened, refuses=[404, 409])
def end_joint_handling(number: str, body: dict[str, str]) -> Any:
    """End a joint handling without a reply; each case is its own unit's again."""
    return perform(EndJointHandling(number, body["reason"]))


@coordination.call(
    "POST", "/joint-handlings/<number>/decisions/done", body=CarriedOut, answer=Convened, refuses=[404, 409]
)
def carry_out_decision(number: str, body: dict[str, Any]) -> Any:
    """Say that what the meeting decided is done: by the unit that was to do it, the lead or a coordinator."""
    return perform(CarryOutDecision(number, body["nth"], body["done"]))


@coordination.call("POST", "/cases/<number>/merge", body=Merging, answer=DoneFor, refuses=[404, 409])
def merge_case(number: str, body: dict[str, str]) -> Any:
    """Merge a case into another open one."""
    return perform(MergeCases(body["parent"], (number,), body["reason"]))


@coordination.call("POST", "/cases/<number>/split", body=Reason, answer=DoneFor, refuses=[404, 409])
def split_case(number: str, body: dict[str, str]) -> Any:
    """Take a merged case out again."""
    return perform(SplitCase(number, body["reason"]))
