"""Clusters and recurrence: many requests of one matter at one place, convened with one call."""

from typing import Any

from marshmallow import fields, validate

from api.acting import ask, perform
from api.calls import Calls
from api.case_schemas import Reason
from api.fields import Moment, Paging, Schema, Text, absent, page_of
from engine.casework.cluster import CONVENED, DISMISSED, OPEN
from engine.commands.convene_cluster import ConveneCluster
from engine.commands.dismiss_cluster import DismissCluster
from engine.queries.cluster_view import ClusterView
from engine.queries.clusters import ClusterBoard, Clusters
from engine.queries.recurrence_list import RecurrenceList

clusters = Calls("clusters", "Many requests of one matter at one place, and what comes back after it was closed.")
ONE = "/clusters/<number>"


class ClusterQuery(Paging):
    """Which clusters."""

    state = fields.String(load_default=absent, validate=validate.OneOf((OPEN, CONVENED, DISMISSED)))


class Days(Schema):
    """Over how many days back."""

    days = fields.Integer(load_default=30, validate=validate.Range(min=1, max=366))


class ClusterRow(Schema):
    """A cluster: `size` when it was proposed, `now` as it stands."""

    number = fields.String(required=True)
    matter = fields.String(required=True)
    level3 = fields.String(required=True)
    street = fields.String(required=True)
    community = fields.String(required=True, allow_none=True)
    since = Moment(required=True)
    size = fields.Integer(required=True)
    now = fields.Integer(required=True)
    opened_at = Moment(required=True)
    state = fields.String(required=True)
    lead_case = fields.String(required=True, allow_none=True)
    joint = fields.String(required=True, allow_none=True)
    settled_at = Moment(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)


class ClusterCase(Schema):
    """A request of a cluster."""

    number = fields.String(required=True)
    kind = fields.String(required=True)
    title = fields.String(required=True)
    state = fields.String(required=True)
    channel = fields.String(required=True)
    registered_at = Moment(required=True)
    unit = fields.String(required=True, allow_none=True)
    unit_name = fields.String(required=True, allow_none=True)
    merged_into = fields.String(required=True, allow_none=True)


class ClusterUnit(Schema):
    """A unit that has requests of the cluster."""

    unit = fields.String(required=True)
    unit_name = fields.String(required=True)
    cases = fields.Integer(required=True)


class MayDecide(Schema):
    """What the caller may do."""

    convene = fields.Boolean(required=True)
    dismiss = fields.Boolean(required=True)


class ClusterSchema(ClusterRow):
    """A cluster with its requests."""

    cases = fields.List(fields.Nested(ClusterCase), required=True)
    units = fields.List(fields.Nested(ClusterUnit), required=True)
    may = fields.Nested(MayDecide, required=True)


class BoardRow(Schema):
    """A matter by street; `clusters`: the open one of each street."""

    matter = fields.String(required=True)
    level3 = fields.String(required=True)
    total = fields.Integer(required=True)
    counts = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    clusters = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class Board(Schema):
    """Requests by matter and street, the matters with the most first."""

    days = fields.Integer(required=True)
    since = Moment(required=True)
    streets = fields.List(fields.String(), required=True)
    matters = fields.List(fields.Nested(BoardRow), required=True)


class ConveningCluster(Schema):
    """Why; by default the matter and the place."""

    reason = Text(longest=2000, load_default="")


class LeftOut(Schema):
    """A case that could not be merged: other_kind, suspended, joint, answered."""

    number = fields.String(required=True)
    why = fields.String(required=True)


class ConvenedCluster(Schema):
    """The joint handling, the case everybody's joined, and who could not."""

    cluster = fields.String(required=True)
    number = fields.String(required=True)
    lead_case = fields.String(required=True)
    merged = fields.List(fields.String(), required=True)
    left_out = fields.List(fields.Nested(LeftOut), required=True)


class Dismissed(Schema):
    """Decided."""

    cluster = fields.String(required=True)


class RecurrenceQuery(Paging):
    """How far back matters are counted."""

    days = fields.Integer(load_default=90, validate=validate.Range(min=1, max=366))


class RecurrenceRow(Schema):
    """A case about what was closed before."""

    case = fields.String(required=True)
    title = fields.String(required=True)
    earlier = fields.String(required=True)
    matter = fields.String(required=True)
    level3 = fields.String(required=True, allow_none=True)
    street = fields.String(required=True)
    community = fields.String(required=True, allow_none=True)
    days = fields.Integer(required=True)
    nth = fields.Integer(required=True)
    after_joint = fields.Boolean(required=True)
    unit = fields.String(required=True, allow_none=True)
    found_at = Moment(required=True)
    escalated_at = Moment(required=True, allow_none=True)


class MatterCount(Schema):
    """How often a matter came back."""

    matter = fields.String(required=True)
    level3 = fields.String(required=True, allow_none=True)
    many = fields.Integer(required=True)


class RecurrencePage(Schema):
    """One page of recurrences, with the matters that came back most."""

    items = fields.List(fields.Nested(RecurrenceRow), required=True)
    counts = fields.List(fields.Nested(MatterCount), required=True)
    next = fields.String(required=True, allow_none=True)


@clusters.call("GET", "/clusters", query=ClusterQuery, answer=page_of(ClusterRow))
def list_clusters(query: dict[str, Any]) -> Any:
    """Clusters, the newest first."""
    return ask(Clusters(**query))


@clusters.call("GET", "/clusters/board", query=Days, answer=Board)
def read_cluster_board(query: dict[str, Any]) -> Any:
    """Which matters come in where, counted from the requests."""
    return ask(ClusterBoard(**query))


@clusters.call("GET", ONE, answer=ClusterSchema, refuses=[404])
def read_cluster(number: str) -> Any:
    """A cluster with every request in it."""
    return ask(ClusterView(number))


@clusters.call(
    "POST", f"{ONE}/convene", body=ConveningCluster, answer=ConvenedCluster, creates=True, refuses=[404, 409]
)
def convene_cluster(number: str, body: dict[str, str]) -> Any:
    """Join its cases to one and bring the units together."""
    return perform(ConveneCluster(number, body["reason"]))


@clusters.call("POST", f"{ONE}/dismiss", body=Reason, answer=Dismissed, refuses=[404, 409])
def dismiss_cluster(number: str, body: dict[str, str]) -> Any:
    """Decide that it needs no coordination, and why."""
    return perform(DismissCluster(number, body["reason"]))


@clusters.call("GET", "/recurrences", query=RecurrenceQuery, answer=RecurrencePage)
def list_recurrences(query: dict[str, Any]) -> Any:
    """What came back after it was closed."""
    return ask(RecurrenceList(**query))
