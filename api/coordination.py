"""For the coordinator: bringing units together, quarrels over duty, what was ruled before, merging and splitting."""

from typing import Any

from engine.commands.convene_joint_handling import ConveneJointHandling
from engine.commands.merge_cases import MergeCases
from engine.commands.split_case import SplitCase
from engine.queries.docket import Docket
from engine.queries.joint_handling_view import JointHandlingView
from engine.queries.joint_handlings import JointHandlings
from engine.queries.precedents import Precedents
from marshmallow import fields, validate

from api.acting import ask, perform
from api.calls import Calls
from api.case_schemas import DoneFor
from api.fields import Facts, Moment, Paging, Schema, Text, absent, page_of

coordination = Calls("coordination", "Joint handlings, disputes, precedents, merging and splitting.")
MOST_CASES = 500


class Convening(Schema):
    """Which cases are to be handled by several units together, and why."""

    cases = fields.List(Text(longest=64, shortest=1), required=True, validate=validate.Length(min=1, max=MOST_CASES))
    reason = Text(longest=2000, shortest=1, required=True)


class Convened(Schema):
    """The joint handling has a number of its own; the plan is the coordinator's next task."""

    number = fields.String(required=True)


class JointHandlingRow(Schema):
    """A joint handling in a list."""

    number = fields.String(required=True)
    state = fields.String(required=True)
    lead_unit = fields.String(allow_none=True)
    due = Moment(allow_none=True)
    convened_at = Moment()
    cases = fields.List(fields.String())


class JointHandlingSchema(JointHandlingRow):
    """A joint handling with its branches, meeting, and reply."""

    branches = fields.List(fields.Dict(keys=fields.String()), required=True)
    meeting = Facts(allow_none=True)
    minutes = fields.String(allow_none=True)
    decisions = fields.String(allow_none=True)
    reply = fields.String(allow_none=True)


class DisputeRow(Schema):
    """A quarrel over whose duty a case is."""

    number = fields.String(required=True)
    case = fields.String(required=True)
    title = fields.String(allow_none=True)
    ground = fields.String(allow_none=True)
    state = fields.String(required=True)
    due = Moment(allow_none=True)
    opinions = fields.List(fields.Dict(keys=fields.String()))


class PrecedentQuery(Paging):
    """About what."""

    matter = Text(load_default=absent)


class Precedent(Schema):
    """What a ruling said for a matter, a place and an owner."""

    id = fields.String(required=True)
    matter = fields.String(allow_none=True)
    street = fields.String(allow_none=True)
    lead_unit = fields.String(required=True)
    reason = fields.String(allow_none=True)
    ruled_at = Moment()


class Merging(Schema):
    """The open case this one is merged into; both citizens keep number, notices and rating."""

    parent = Text(longest=64, shortest=1, required=True)


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


@coordination.call("GET", "/precedents", query=PrecedentQuery, answer=page_of(Precedent))
def list_precedents(query: dict[str, Any]) -> Any:
    """What was ruled before."""
    return ask(Precedents(**query))


@coordination.call("POST", "/cases/<number>/merge", body=Merging, answer=DoneFor, refuses=[404, 409])
def merge_case(number: str, body: dict[str, str]) -> Any:
    """Merge a case into another open one."""
    return perform(MergeCases(body["parent"], (number,)))


@coordination.call("POST", "/cases/<number>/split", answer=DoneFor, refuses=[404, 409])
def split_case(number: str) -> Any:
    """Take a merged case out again."""
    return perform(SplitCase(number))
