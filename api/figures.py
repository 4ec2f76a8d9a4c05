"""Figures of a period: raw and adjusted side by side, of the district and of each unit."""

from typing import Any

from marshmallow import fields

from api.acting import ask
from api.calls import Calls
from api.fields import Schema, Text, absent
from engine.queries.figures import Figures

figures = Calls("figures", "What is said about closed cases, with the sums it comes from.")


class Period(Schema):
    """From which day to which, both included; without them the month so far. Of one unit, or of all."""

    begin = fields.Date(load_default=absent, data_key="from")
    end = fields.Date(load_default=absent, data_key="to")
    unit = Text(longest=32, load_default=absent)


class Figure(Schema):
    """`value` is `part` divided by `whole`; null where there is nothing to divide by."""

    name = fields.String(required=True)
    name_en = fields.String(required=True)
    part = fields.Integer(required=True)
    whole = fields.Integer(required=True)
    value = fields.Float(required=True, allow_none=True)
    is_share = fields.Boolean(required=True)


class Both(Schema):
    """Raw, and adjusted: without the cases whose exclusion was granted."""

    closed = fields.Integer(required=True)
    excluded = fields.Integer(required=True)
    raw = fields.Dict(keys=fields.String(), values=fields.Nested(Figure), required=True)
    adjusted = fields.Dict(keys=fields.String(), values=fields.Nested(Figure), required=True)


class UnitFigures(Both):
    """Of one unit: of the cases it led when they closed."""

    unit = fields.String(required=True)
    unit_name = fields.String(required=True)
    unit_name_en = fields.String(required=True)


class DistrictFigures(Both):
    """Of the period, with the version of the responsibility list in force at its end."""

    begin = fields.String(required=True, data_key="from")
    end = fields.String(required=True, data_key="to")
    list_version = fields.Integer(required=True, allow_none=True)
    units = fields.List(fields.Nested(UnitFigures), required=True)


@figures.call("GET", "/figures", query=Period, answer=DistrictFigures)
def read_figures(query: dict[str, Any]) -> Any:
    """The figures of a period. A unit sees its own."""
    return ask(Figures(**query))
