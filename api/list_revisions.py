"""The quarrel over the list itself: raised here, argued over in tasks, read here."""

from typing import Any

from marshmallow import fields, validate

from api.acting import ask, perform
from api.calls import Calls
from api.fields import Facts, Moment, Paging, Schema, Text, absent, page_of
from engine.commands.raise_list_revision import RaiseListRevision
from engine.queries.list_revisions import STATES, ListRevisions, ListRevisionView

list_revisions = Calls(
    "list revisions", "Revisions of the responsibility list: draft, positions, legal review, adoption."
)


class Raising(Schema):
    """Why the list is to be revised, and about which matter (null: none in particular)."""

    reason = Text(longest=2000, shortest=1, required=True)
    matter = Text(longest=32, load_default=None, allow_none=True)


class Raised(Schema):
    """The revision has a number of its own; the draft is the administrator's next task."""

    number = fields.String(required=True)


class UnitConcerned(Schema):
    """A unit the draft affects."""

    code = fields.String(required=True)
    name = fields.String(required=True, allow_none=True)


class ListRevisionRow(Schema):
    """A revision; `lines` are the drafted rows as cells, what is left out stays as it is."""

    number = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    reason = fields.String(required=True)
    matter = fields.String(required=True, allow_none=True)
    case = fields.String(required=True, allow_none=True)
    raised_by = fields.String(required=True)
    raised_at = Moment(required=True)
    lines = fields.List(Facts(), required=True)
    units = fields.List(fields.Nested(UnitConcerned), required=True)
    round = fields.Integer(required=True)
    due = Moment(required=True, allow_none=True)
    legal_opinion = fields.String(required=True, allow_none=True)
    minutes = fields.String(required=True, allow_none=True)
    version = fields.Integer(required=True, allow_none=True)
    ended_at = Moment(required=True, allow_none=True)


class UnitPosition(Schema):
    """What a unit said in a round."""

    round = fields.Integer(required=True)
    unit = fields.String(required=True)
    unit_name = fields.String(required=True, allow_none=True)
    unit_name_en = fields.String(required=True, allow_none=True)
    position = fields.String(required=True)
    reason = fields.String(required=True, allow_none=True)
    at = Moment(required=True)


class ListRevisionSchema(ListRevisionRow):
    """A revision with every position of every round."""

    positions = fields.List(fields.Nested(UnitPosition), required=True)


class RevisionQuery(Paging):
    """Which revisions."""

    state = fields.String(load_default=absent, validate=validate.OneOf(STATES))


@list_revisions.call("GET", "/list-revisions", query=RevisionQuery, answer=page_of(ListRevisionRow))
def list_list_revisions(query: dict[str, Any]) -> Any:
    """Revisions of the list, the newest first."""
    return ask(ListRevisions(**query))


@list_revisions.call("POST", "/list-revisions", body=Raising, answer=Raised, creates=True)
def raise_list_revision(body: dict[str, Any]) -> Any:
    """Ask for the list to be revised; the draft is the administrator's next task."""
    return perform(RaiseListRevision(body["reason"], body["matter"]))


@list_revisions.call("GET", "/list-revisions/<revision>", answer=ListRevisionSchema, refuses=[404])
def read_list_revision(revision: str) -> Any:
    """One revision with every position of every round."""
    return ask(ListRevisionView(revision))
