"""What the district is made of: its units, its responsibility list, its calendar."""

from typing import Any

from marshmallow import fields, validate

from api.acting import ask
from api.calls import Calls
from api.fields import Paging, Schema, Text, absent, list_of
from engine.queries.calendar_year import CalendarYear
from engine.queries.responsibility_rows import ResponsibilityRows
from engine.queries.units import UnitList

district = Calls("district", "Units, the responsibility list and the calendar, for reading.")


class UnitSchema(Schema):
    """An organisation that answers for matters."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    name_en = fields.String(required=True)
    function = fields.String(required=True)
    street = fields.String(required=True, allow_none=True)
    community = fields.String(required=True, allow_none=True)
    active = fields.Boolean(required=True)


class MatterRow(Schema):
    """A matter: who answers for it, where, by when, on what ground. `demo` names the parts that are made up."""

    code = fields.String(required=True)
    level1 = fields.String(required=True)
    level2 = fields.String(required=True)
    level3 = fields.String(required=True)
    grade = fields.String(required=True, allow_none=True)
    limits = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    leads = fields.List(fields.Dict(keys=fields.String(), values=fields.String()), required=True)
    cooperating = fields.List(fields.String(), required=True)
    legal_basis = fields.String(required=True, allow_none=True)
    powers = fields.List(fields.String(), required=True)
    fallback = fields.String(required=True, allow_none=True)
    source = fields.String(required=True, allow_none=True)
    demo = fields.List(fields.String(), required=True)


class ResponsibilityListPage(Schema):
    """Rows of the version in force today; version null = there is no list yet."""

    version = fields.Integer(required=True, allow_none=True)
    items = fields.List(fields.Nested(MatterRow), required=True)
    next = fields.String(required=True, allow_none=True)


class ListQuery(Paging):
    """Which matters."""

    q = Text(load_default=absent, metadata={"description": "words of the matter's names, or its code"})


class YearQuery(Schema):
    """Which year."""

    year = fields.Integer(required=True, validate=validate.Range(min=1, max=9999))


class SpecialDaySchema(Schema):
    """A holiday, or a make-up workday."""

    day = fields.String(required=True, metadata={"format": "date"})
    working = fields.Boolean(required=True)
    name = fields.String(required=True)


class CalendarSchema(Schema):
    """A year. Not announced = dates in it are provisional."""

    year = fields.Integer(required=True)
    announced = fields.Boolean(required=True)
    hours = fields.List(fields.List(fields.String()), required=True)
    days = fields.List(fields.Nested(SpecialDaySchema), required=True)


@district.call("GET", "/units", answer=list_of(UnitSchema))
def list_units() -> Any:
    """Every unit."""
    return {"items": ask(UnitList())}


@district.call("GET", "/responsibility-list", query=ListQuery, answer=ResponsibilityListPage)
def list_matters(query: dict[str, Any]) -> Any:
    """Whose duty is what, as of today."""
    return ask(ResponsibilityRows(**query))


@district.call("GET", "/calendar", query=YearQuery, answer=CalendarSchema)
def read_calendar(query: dict[str, int]) -> Any:
    """The special days of a year, and the working hours."""
    return ask(CalendarYear(query["year"]))
