"""The responsibility list: whose duty is what, as of a day; changed row by row or as a whole edition."""

from typing import Any

from flask import Response
from marshmallow import fields, validate

from api.acting import ask, perform
from api.calls import Calls
from api.fields import LARGEST, Anything, File, Moment, Paging, Schema, Text, absent
from api.uploads import as_download
from engine.commands.import_list import ImportList
from engine.commands.revise_row import ReviseRow
from engine.queries.list_export import COLUMNS, ENDINGS, ListExport
from engine.queries.responsibility_row import ORIGINS, ResponsibilityRow
from engine.queries.responsibility_rows import ResponsibilityRows

responsibility = Calls("responsibility list", "Whose duty is what: read, changed with a reason, in and out as a table.")
LARGEST_FILE = 20 * 1024 * 1024


class MatterRow(Schema):
    """A matter: who answers for it, where, by when, on what ground. `demo` names the parts that are made up.

    A rule of `leads` is {"to", "street"?, "community"?, "asset_owner"?}; `to` is a unit's code or "@function".
    """

    code = fields.String(required=True)
    version = fields.Integer(required=True, metadata={"description": "of this row; a case keeps it"})
    effective_from = fields.String(required=True, metadata={"format": "date"})
    level1 = fields.String(required=True)
    level2 = fields.String(required=True)
    level3 = fields.String(required=True)
    situation = fields.String(required=True, allow_none=True)
    grade = fields.String(required=True, allow_none=True)
    limits = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    leads = fields.List(fields.Dict(keys=fields.String(), values=fields.String()), required=True)
    cooperating = fields.List(fields.String(), required=True)
    legal_basis = fields.String(required=True, allow_none=True)
    powers = fields.List(fields.String(), required=True)
    fallback = fields.String(required=True, allow_none=True)
    source = fields.String(required=True, allow_none=True)
    demo = fields.List(fields.String(), required=True)
    units = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    units_en = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class ResponsibilityListPage(Schema):
    """Rows in force on the day; version = the newest that had taken effect, null = there is no list yet."""

    version = fields.Integer(required=True, allow_none=True)
    items = fields.List(fields.Nested(MatterRow), required=True)
    next = fields.String(required=True, allow_none=True)


class ListQuery(Paging):
    """Which matters."""

    q = Text(load_default=absent, metadata={"description": "words of the matter's names, or its code"})
    level1 = Text(load_default=absent, longest=128)
    unit = Text(load_default=absent, longest=32, metadata={"description": "code of a unit that has a part in it"})
    on = fields.Date(load_default=absent, metadata={"description": "the day; absent = today"})


class ExportQuery(Schema):
    """Which day, as what kind of file."""

    format = fields.String(load_default="xlsx", validate=validate.OneOf(ENDINGS))
    on = fields.Date(load_default=absent, metadata={"description": "the day; absent = today"})


class FieldChange(Schema):
    """A field before and after."""

    before = Anything(required=True, allow_none=True)
    after = Anything(required=True, allow_none=True)


class HistoryEntry(Schema):
    """One change of a matter, with its reason and where it came from."""

    version = fields.Integer(required=True)
    effective_from = fields.String(required=True, metadata={"format": "date"})
    what = fields.String(required=True, validate=validate.OneOf(["added", "changed", "removed"]))
    fields_ = fields.Dict(
        keys=fields.String(), values=fields.Nested(FieldChange), required=True, data_key="fields", attribute="fields"
    )
    reason = fields.String(required=True)
    origin = fields.String(required=True, validate=validate.OneOf(ORIGINS))
    source = fields.String(required=True)
    reference = fields.String(required=True, allow_none=True)
    by = fields.String(required=True)
    by_name = fields.String(required=True)
    at = Moment(required=True)


class MatterHistory(Schema):
    """A matter as it is (null = not any more or not yet), as it will be, and how it came to be so, newest first."""

    code = fields.String(required=True)
    in_force = fields.Nested(MatterRow, required=True, allow_none=True)
    coming = fields.List(fields.Nested(MatterRow), required=True)
    history = fields.List(fields.Nested(HistoryEntry), required=True)


class Revision(Schema):
    """One matter from a day on. `cells` are fields as a table has them; those left out stay as they are."""

    code = Text(longest=32, shortest=1, required=True)
    cells = fields.Dict(
        keys=fields.String(validate=validate.OneOf([name for name in COLUMNS if name != "code"])),
        values=Text(longest=4000),
        load_default=dict,
        metadata={"example": {"leads": "B001; 坪山街道=S002; 权属:供水=U001", "complaint_limit": "3 working days"}},
    )
    effective_from = fields.Date(load_default=None, allow_none=True)
    reason = Text(longest=2000, shortest=1, required=True)
    source = Text(longest=500, load_default="")
    version = fields.Integer(
        load_default=None, allow_none=True, strict=True, validate=validate.Range(min=0, max=LARGEST),
        metadata={"description": "of the row you looked at; refused with 409 when it was changed meanwhile"},
    )  # fmt: skip
    remove = fields.Boolean(load_default=False)


class Revised(Schema):
    """The version in which it is so."""

    code = fields.String(required=True)
    version = fields.Integer(required=True)
    effective_from = fields.String(required=True, metadata={"format": "date"})


class ListUpload(Schema):
    """The whole list as a CSV or XLSX file with the columns of an export; a matter that is not in it goes."""

    file = File(required=True)
    effective_from = fields.Date(load_default=None)
    reason = Text(longest=2000, load_default="")
    dry_run = fields.Boolean(load_default=False)
    base = fields.Integer(load_default=None, validate=validate.Range(min=0, max=LARGEST))


class ChangedMatter(Schema):
    """A matter that comes, goes, or differs (then with its fields)."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    fields_ = fields.Dict(
        keys=fields.String(), values=fields.Nested(FieldChange), data_key="fields", attribute="fields"
    )


class ProblemOfLine(Schema):
    """What is wrong in a line of the file."""

    line = fields.Integer(required=True)
    message = fields.String(required=True)


class Imported(Schema):
    """What the file changes. version null = nothing was stored; `base` is what to send when confirming a dry run."""

    version = fields.Integer(required=True, allow_none=True)
    base = fields.Integer(required=True)
    effective_from = fields.String(required=True, metadata={"format": "date"})
    rows = fields.Integer(required=True)
    added = fields.List(fields.Nested(ChangedMatter), required=True)
    removed = fields.List(fields.Nested(ChangedMatter), required=True)
    changed = fields.List(fields.Nested(ChangedMatter), required=True)
    problems = fields.List(fields.Nested(ProblemOfLine), required=True)


@responsibility.call("GET", "/responsibility-list", query=ListQuery, answer=ResponsibilityListPage)
def list_matters(query: dict[str, Any]) -> Any:
    """Whose duty is what on a day."""
    return ask(ResponsibilityRows(**query))


@responsibility.call("POST", "/responsibility-list", body=Revision, answer=Revised, creates=True, refuses=[409])
def revise_matter(body: dict[str, Any]) -> Any:
    """Change, add or take away one matter from a day on. Running cases keep the row they had."""
    return perform(ReviseRow(**body))


@responsibility.call(
    "POST", "/responsibility-list/import", files=ListUpload, answer=Imported, refuses=[409], largest=LARGEST_FILE
)
def import_list(files: dict[str, Any]) -> Any:
    """Bring in a whole edition. With `dry_run` nothing is stored, and every problem is told with its line."""
    upload = files.pop("file")
    return perform(ImportList(upload.filename or "list.csv", upload.stream.read(), **files))


@responsibility.call("GET", "/responsibility-list/export", query=ExportQuery, download=True)
def export_list(query: dict[str, Any]) -> Response:
    """The list of a day as a file; imported again it changes nothing."""
    return as_download(ask(ListExport(query["format"], query.get("on"))))


@responsibility.call("GET", "/responsibility-list/<matter>/history", answer=MatterHistory, refuses=[404])
def read_matter_history(matter: str) -> Any:
    """One matter: as it is, as it will be, and every change with reason and source."""
    return ask(ResponsibilityRow(matter))
