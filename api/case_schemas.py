"""What a case looks like on the wire, for citizens and for staff."""

from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from api.fields import PARAGRAPH, Anything, Facts, Moment, Schema, Text, YesNo

URGENCIES = ("ordinary", "urgent", "very_urgent")
KINDS = ("consult", "suggestion", "complaint")
PHONE = r"^[0-9+() -]{0,32}$"


class Place(Schema):
    """Where it is. Longitude and latitude in degrees (WGS 84 or as the district's maps have them)."""

    street = Text(longest=64, shortest=1, required=True)
    community = Text(load_default=None, allow_none=True)
    address = Text(longest=500, load_default=None, allow_none=True)
    longitude = fields.Float(load_default=None, allow_none=True, validate=validate.Range(min=-180, max=180))
    latitude = fields.Float(load_default=None, allow_none=True, validate=validate.Range(min=-90, max=90))

    @ma.validates_schema
    def _has_both_coordinates(self, place: dict[str, Any], **_: Any) -> None:
        lacking = [name for name in ("longitude", "latitude") if place.get(name) is None]
        if len(lacking) == 1:
            raise ma.ValidationError({lacking[0]: ["Missing: longitude and latitude come together."]})


class Contact(Schema):
    """Who asks. Kept encrypted, apart from the case; ``anonymous`` keeps it from the unit that handles the case."""

    name = Text(load_default=None, allow_none=True)
    phone = Text(longest=32, load_default=None, allow_none=True, validate=[validate.Regexp(PHONE)])
    anonymous = fields.Boolean(load_default=False)


class Request(Schema):
    """What a citizen asks for."""

    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    title = Text(longest=100, shortest=1, required=True)
    text = Text(longest=PARAGRAPH, shortest=1, required=True)
    place = fields.Nested(Place, required=True)
    contact = fields.Nested(Contact, load_default=dict)


class Registered(Schema):
    """The number to name the case by; the code to see it with, shown this once."""

    number = fields.String(required=True)
    tracking_code = fields.String(required=True)


class Rating(Schema):
    """How the citizen finds the answer: 1 (bad) to 5 (good), and whether the matter is solved."""

    speed = fields.Integer(strict=True, required=True, validate=validate.Range(min=1, max=5))
    effect = fields.Integer(strict=True, required=True, validate=validate.Range(min=1, max=5))
    attitude = fields.Integer(strict=True, required=True, validate=validate.Range(min=1, max=5))
    solved = YesNo(required=True)
    comment = Text(longest=2000, load_default=None, allow_none=True)


class Supplement(Schema):
    """What the citizen adds, or answers to a question."""

    text = Text(longest=PARAGRAPH, shortest=1, required=True)


class Reason(Schema):
    """Why."""

    reason = Text(longest=2000, shortest=1, required=True)


class AttachmentSchema(Schema):
    """A file that came with a case."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    media_type = fields.String(required=True)
    size = fields.Integer(required=True, metadata={"description": "bytes"})
    added_at = Moment()


class DoneFor(Schema):
    """The act was taken for this case; the diagram moves on by itself."""

    number = fields.String(required=True)


class CaseRow(Schema):
    """A case in a list."""

    number = fields.String(required=True)
    kind = fields.String(required=True)
    title = fields.String(required=True)
    state = fields.String(required=True)
    urgency = fields.String()
    suspended = fields.Boolean()
    street = fields.String()
    community = fields.String(allow_none=True)
    owner_role = fields.String(required=True)
    owner_unit = fields.String(required=True, allow_none=True)
    owner_unit_name = fields.String(allow_none=True)
    owner_unit_name_en = fields.String(allow_none=True)
    lead_unit = fields.String(required=True, allow_none=True)
    deadline = fields.String(allow_none=True)
    due = Moment(required=True, allow_none=True)
    redos = fields.Integer()
    registered_at = Moment(required=True)


class JournalEntry(Schema):
    """One act: who did what when, and which steps of the diagram it led through."""

    seq = fields.Integer(required=True)
    at = Moment(required=True)
    kind = fields.String(required=True)
    element = fields.String(allow_none=True)
    name = fields.String(allow_none=True)
    actor = fields.String(allow_none=True)
    actor_name = fields.String(allow_none=True)
    details = Facts(required=True)
    passed = fields.List(Anything(), required=True, metadata={"description": "[element, kind, name, state] of each"})
    flows = fields.List(fields.String(), required=True)


class Promise(Schema):
    """What was promised, by which day, and whether it was kept; null while nobody has reported."""

    text = fields.String(required=True)
    due = fields.String(required=True, metadata={"format": "date"})
    kept = fields.Boolean(required=True, allow_none=True)
    unit = fields.String(allow_none=True)
    unit_name = fields.String(allow_none=True)
    unit_name_en = fields.String(allow_none=True)
