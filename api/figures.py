"""Figures of a period: raw and adjusted side by side, of the district and of each unit."""

from typing import Any

from marshmallow import fields, validate

from api.acting import ask
from api.calls import Calls
from api.fields import Moment, Paging, Schema, Text, absent, page_of
from engine.casework.figures import BY_CODE
from engine.errors import NotFound
from engine.queries.figures import SIDES, FigureCases, Figures

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


class Behind(Period, Paging):
    """Which cases: those counted in the part, in the whole, or the rest that is missing to the whole."""

    side = fields.String(load_default="part", validate=validate.OneOf(SIDES))
    adjusted = fields.Boolean(load_default=False)


class Counted(Schema):
    """A case behind a figure; `at` is when it was closed, for the closure rate when it was due."""

    number = fields.String(required=True)
    title = fields.String(required=True)
    unit = fields.String(required=True, allow_none=True)
    unit_name = fields.String(required=True, allow_none=True)
    unit_name_en = fields.String(required=True, allow_none=True)
    at = Moment(required=True)
    excluded = fields.Boolean(required=True)


@figures.call("GET", "/figures/<figure>/cases", query=Behind, answer=page_of(Counted), refuses=[404])
def read_cases_behind(figure: str, query: dict[str, Any]) -> Any:
    """The cases that a figure counts, the newest first."""
    if figure not in BY_CODE:
        raise NotFound(f"Expected a figure ({', '.join(BY_CODE)}), but found {figure!r}.")
    return ask(FigureCases(figure, **query))
