"""What the district is made of: its units, its responsibility list, its calendar."""

from typing import Any

from marshmallow import fields, validate

from api.acting import ask, perform
from api.calls import Calls
from api.fields import LARGEST, File, Schema, Text, list_of
from api.responsibility_list import LARGEST_FILE, ProblemOfLine
from engine.commands.add_unit import AddUnit
from engine.commands.import_calendar import ImportCalendar
from engine.commands.rename_unit import RenameUnit
from engine.queries.calendar_year import CalendarYear
from engine.queries.units import UnitList

district = Calls("district", "Units, the responsibility list and the calendar.")


class UnitName(Schema):
    """A name it bore; days that are not known are null. Until = the first day on which it no longer was called so."""

    name = fields.String(required=True)
    since = fields.String(required=True, allow_none=True, metadata={"format": "date"})
    until = fields.String(required=True, allow_none=True, metadata={"format": "date"})


class NewUnit(Schema):
    """A unit to be added. street and community: where it acts; null = in the whole district, in the whole street."""

    code = Text(longest=16, shortest=2, required=True)
    name = Text(longest=128, shortest=1, required=True)
    name_en = Text(longest=128, shortest=1, required=True)
    function = Text(longest=32, shortest=2, required=True)
    street = Text(longest=64, load_default=None, allow_none=True)
    community = Text(longest=64, load_default=None, allow_none=True)
    reason = Text(longest=2000, shortest=1, required=True)


class Added(Schema):
    """The unit as it stands now."""

    code = fields.String(required=True)
    name = fields.String(required=True)


class Renaming(Schema):
    """The new name, from which day on (today or a day gone by; null = today), and why."""

    name = Text(longest=128, shortest=1, required=True)
    name_en = Text(longest=200, shortest=1, required=True)
    since = fields.Date(load_default=None, allow_none=True)
    reason = Text(longest=2000, shortest=1, required=True)


class Renamed(Schema):
    """What it is called now."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    since = fields.String(required=True, metadata={"format": "date"})


class UnitSchema(Schema):
    """An organisation that answers for matters."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    name_en = fields.String(required=True)
    function = fields.String(required=True)
    street = fields.String(required=True, allow_none=True)
    community = fields.String(required=True, allow_none=True)
    active = fields.Boolean(required=True)
    names = fields.List(fields.Nested(UnitName), required=True)


class YearQuery(Schema):
    """Which year."""

    year = fields.Integer(required=True, validate=validate.Range(min=1, max=9999))


class SpecialDaySchema(Schema):
    """A holiday, or a make-up workday."""

    day = fields.String(required=True, metadata={"format": "date"})
    working = fields.Boolean(required=True)
    name = fields.String(required=True)


class HoursFrom(Schema):
    """The working intervals of a working day from a day on, and where they are from."""

    since = fields.String(required=True, metadata={"format": "date"})
    hours = fields.List(fields.List(fields.String()), required=True)
    source = fields.String(required=True)


class CalendarSchema(Schema):
    """A year. Not announced = dates in it are provisional. to_import = the year that should be imported by now."""

    year = fields.Integer(required=True)
    announced = fields.Boolean(required=True)
    edition = fields.Integer(required=True)
    to_import = fields.Integer(required=True, allow_none=True)
    hours = fields.List(fields.Nested(HoursFrom), required=True)
    days = fields.List(fields.Nested(SpecialDaySchema), required=True)


class DayIs(Schema):
    """Whether people work, and the holiday's name."""

    working = fields.Boolean(required=True)
    name = fields.String(required=True)


class ChangedDay(Schema):
    """A day that is told differently; null = as its weekday says."""

    day = fields.String(required=True, metadata={"format": "date"})
    before = fields.Nested(DayIs, required=True, allow_none=True)
    after = fields.Nested(DayIs, required=True, allow_none=True)


class CalendarUpload(Schema):
    """A CSV or XLSX file with the columns day, working, name, hours; the years in it are replaced whole.

    A row with `hours` ("09:00-12:00 14:00-18:00") says which hold from its day on.
    """

    file = File(required=True)
    source = Text(longest=500, load_default="")
    dry_run = fields.Boolean(load_default=False)
    base = fields.Integer(load_default=None, validate=validate.Range(min=0, max=LARGEST))


class ChangedHours(Schema):
    """Working hours that hold from a day on, before and after."""

    since = fields.String(required=True, metadata={"format": "date"})
    before = fields.List(fields.List(fields.String()), required=True)
    after = fields.List(fields.List(fields.String()), required=True)


class ImportedCalendar(Schema):
    """What the file changes. edition null = nothing was stored; deadlines = cases whose dates are computed anew; doubts
    = years that may lack a make-up workday."""

    edition = fields.Integer(required=True, allow_none=True)
    base = fields.Integer(required=True)
    years = fields.List(fields.Integer(), required=True)
    announced = fields.List(fields.Integer(), required=True)
    changed = fields.List(fields.Nested(ChangedDay), required=True)
    hours = fields.List(fields.Nested(ChangedHours), required=True)
    doubts = fields.List(fields.String(), required=True)
    deadlines = fields.Integer(required=True)
    problems = fields.List(fields.Nested(ProblemOfLine), required=True)


@district.call("GET", "/units", answer=list_of(UnitSchema))
def list_units() -> Any:
    """Every unit."""
    return {"items": ask(UnitList())}


@district.call("POST", "/units", body=NewUnit, answer=Added, creates=True, refuses=[409])
def add_unit(body: dict[str, Any]) -> Any:
    """Add a unit to the district."""
    return perform(AddUnit(**body))


@district.call("POST", "/units/<code>/names", body=Renaming, answer=Renamed, creates=True, refuses=[404, 409])
def rename_unit(code: str, body: dict[str, Any]) -> Any:
    """Give a unit another name; its code stays, and the old name still finds it."""
    return perform(RenameUnit(code, body["name"], body["name_en"], body["reason"], body["since"]))


@district.call("GET", "/calendar", query=YearQuery, answer=CalendarSchema)
def read_calendar(query: dict[str, int]) -> Any:
    """The special days of a year, and the working hours."""
    return ask(CalendarYear(query["year"]))


@district.call(
    "POST", "/calendar/import", files=CalendarUpload, answer=ImportedCalendar, refuses=[409], largest=LARGEST_FILE
)
def import_calendar(files: dict[str, Any]) -> Any:
    """Bring in the days of a year; every deadline they touch is computed anew, each with a journal entry."""
    upload = files.pop("file")
    return perform(ImportCalendar(upload.filename or "calendar.csv", upload.stream.read(), **files))
