"""Where work waits and how long it takes, per element of a process."""

from typing import Any

from marshmallow import fields, validate

from api.acting import ask
from api.calls import Calls
from api.fields import Facts, Moment, Schema, Text, absent
from engine.queries.heat import MEASURES, Heat, HeatRows

heat = Calls("heat", "The live diagram: counts and times per element, and the tasks behind each figure.")


class HeatQuery(Schema):
    """Tasks completed from `since` to before `until`; absent: the last 30 days. Waiting work is always as of now."""

    since = fields.AwareDateTime(load_default=absent)
    until = fields.AwareDateTime(load_default=absent)
    unit = Text(longest=64, load_default=absent, metadata={"description": "code of a unit; absent = all"})


class HeatRowsQuery(HeatQuery):
    """Which figure, and which page of its list."""

    measure = fields.String(load_default="waiting", validate=validate.OneOf(MEASURES))
    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=200))
    offset = fields.Integer(load_default=0, validate=validate.Range(min=0, max=1_000_000))


class HeatElement(Schema):
    """One step. `median` and `p90` in seconds from opened to completed, null where nothing was completed."""

    element = fields.String(required=True)
    name = fields.String(required=True)
    name_en = fields.String(required=True, allow_none=True)
    kind = fields.String(required=True)
    version = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "null for a step of the version in force; else the last version that drew it"},
    )
    waiting = fields.Integer(required=True)
    overdue = fields.Integer(required=True)
    oldest = Moment(required=True, allow_none=True)
    done = fields.Integer(required=True)
    median = fields.Integer(required=True, allow_none=True)
    p90 = fields.Integer(required=True, allow_none=True)
    late = fields.Integer(required=True, metadata={"description": "completed after their due time"})
    again = fields.Integer(required=True, metadata={"description": "with these a case came back to the step"})
    incidents = fields.List(Facts(), required=True)


class Heatmap(Schema):
    """A process with the figures of its steps."""

    process = fields.String(required=True)
    name = fields.String(required=True, allow_none=True)
    bundle = fields.String(required=True)
    version = fields.Integer(required=True)
    in_force = fields.Boolean(
        required=True, metadata={"description": "false: no longer drawn; `version` is the last that drew it"}
    )
    since = Moment(required=True)
    until = Moment(required=True)
    unit = fields.String(required=True, allow_none=True)
    elements = fields.List(fields.Nested(HeatElement), required=True)


class HeatRow(Schema):
    """A task behind a figure."""

    task = fields.String(required=True)
    case = fields.String(required=True)
    title = fields.String(required=True, allow_none=True)
    unit = fields.String(required=True, allow_none=True)
    opened_at = Moment(required=True)
    due_at = Moment(required=True, allow_none=True)
    closed_at = Moment(required=True, allow_none=True)
    seconds = fields.Integer(required=True)


class HeatRowsPage(Schema):
    """`next` is the offset of the following page; null = no more."""

    items = fields.List(fields.Nested(HeatRow), required=True)
    next = fields.Integer(required=True, allow_none=True)


@heat.call("GET", "/processes/<process_id>/heatmap", query=HeatQuery, answer=Heatmap, refuses=[404])
def read_heatmap(process_id: str, query: dict[str, Any]) -> Any:
    """Where work waits and how long it takes. A unit's leader sees the unit's own."""
    return ask(Heat(process_id, **query))


@heat.call("GET", "/processes/<process_id>/heatmap/<element>", query=HeatRowsQuery, answer=HeatRowsPage, refuses=[404])
def list_heat_rows(process_id: str, element: str, query: dict[str, Any]) -> Any:
    """The tasks behind one figure of a step, the longest first."""
    return ask(HeatRows(process_id, element, **query))
