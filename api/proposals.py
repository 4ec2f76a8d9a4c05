"""What the system proposes, with its reasons, and never decides: the like of a case, its matter, its unit, a ruling."""

from typing import Any

from marshmallow import fields

from api.acting import ask
from api.calls import Calls
from api.case_schemas import Place
from api.fields import PARAGRAPH, Facts, Moment, Schema, Text, absent, list_of
from api.limits import address, limits
from engine.queries.dispute_view import DisputeView
from engine.queries.similar_cases import SimilarCases, SimilarRequests
from engine.queries.suggestions import Suggestions

proposals = Calls("proposals", "What the system proposes, with its reasons. A person decides.")


class SimilarCase(Schema):
    """A like case. `score` from 0 to 1; `reasons`: near_copy, like_text, same_matter, same_spot, same_community, …"""

    number = fields.String(required=True)
    kind = fields.String(required=True)
    title = fields.String(required=True)
    state = fields.String(required=True)
    street = fields.String(required=True)
    community = fields.String(required=True, allow_none=True)
    registered_at = Moment(required=True)
    unit = fields.String(required=True, allow_none=True)
    unit_name = fields.String(required=True, allow_none=True)
    unit_name_en = fields.String(required=True, allow_none=True)
    score = fields.Float(required=True)
    reasons = fields.List(fields.String(), required=True)


class OpenLike(SimilarCase):
    """A like case that is open; `merged` when the two are one already."""

    merged = fields.Boolean(required=True)


class AnsweredLike(SimilarCase):
    """A like case that is closed, with its reply to start from."""

    closed_at = Moment(required=True)
    outcome = fields.String(required=True, allow_none=True)
    reply = fields.String(required=True, allow_none=True)


class Similar(Schema):
    """The like of a case among those the caller may read."""

    items = fields.List(fields.Nested(OpenLike), required=True)
    answered = fields.List(fields.Nested(AnsweredLike), required=True)


class UnsentRequest(Schema):
    """What a citizen is about to send."""

    title = Text(longest=100, required=True)
    text = Text(longest=PARAGRAPH, required=True)
    place = fields.Nested(Place, required=True)


class SimilarRequest(Schema):
    """What somebody else asked: never who, never where exactly."""

    title = fields.String(required=True)
    state = fields.String(required=True)


class ShareSchema(Schema):
    """A part of a whole with its 95 % interval (Wilson); null when there is nothing to share."""

    part = fields.Integer(required=True)
    whole = fields.Integer(required=True)
    value = fields.Float(required=True, allow_none=True)
    low = fields.Float(required=True, allow_none=True)
    high = fields.Float(required=True, allow_none=True)


class RecordSchema(Schema):
    """What a unit made of a matter; `days`: median from dispatch to closing."""

    cases = fields.Integer(required=True)
    resolved = fields.Nested(ShareSchema, required=True)
    on_time = fields.Nested(ShareSchema, required=True)
    recurred = fields.Nested(ShareSchema, required=True)
    satisfied = fields.Nested(ShareSchema, required=True)
    days = fields.Float(required=True, allow_none=True)


class CandidateSchema(Schema):
    """A unit that could take the case: why (`ruling`, `precedent`, `list`, `history`, …), and its record in the
    street, in the district, and in imported records of the past (closed on time)."""

    unit = fields.String(required=True)
    unit_name = fields.String(required=True)
    unit_name_en = fields.String(required=True, allow_none=True)
    rank = fields.Integer(required=True)
    because = fields.List(fields.String(), required=True)
    complained_of = fields.Boolean(required=True, metadata={"description": "the request complains of this unit"})
    barred = fields.Boolean(required=True, metadata={"description": "complained of, and nobody has allowed it to act"})
    mentioned = fields.Boolean(required=True, metadata={"description": "the request's text names it"})
    needs_reason = fields.Boolean(required=True, metadata={"description": "sending the case there needs a reason"})
    here = fields.Nested(RecordSchema, required=True)
    everywhere = fields.Nested(RecordSchema, required=True)
    imported = fields.Nested(ShareSchema, required=True)


class NearPrecedentSchema(Schema):
    """A ruling made to hold for its like; `distance` 0 is the same matter and place, `differs` says what is not."""

    id = fields.String(required=True)
    case = fields.String(required=True)
    dispute = fields.String(required=True)
    matter = fields.String(required=True, allow_none=True)
    street = fields.String(required=True, allow_none=True)
    community = fields.String(required=True, allow_none=True)
    lead_unit = fields.String(required=True)
    lead_unit_name = fields.String(required=True)
    lead_unit_name_en = fields.String(required=True, allow_none=True)
    cooperating_units = fields.List(fields.String(), required=True)
    cooperating_unit_names = fields.List(fields.String(), required=True)
    cooperating_unit_names_en = fields.List(fields.String(), required=True)
    reason = fields.String(required=True)
    ruled_at = Moment(required=True)
    distance = fields.Integer(required=True)
    differs = fields.List(fields.String(), required=True)


class ListRow(Schema):
    """What the list says; `demo` names the fields no public source gives."""

    matter = fields.String(required=True)
    level3 = fields.String(required=True)
    grade = fields.String(required=True, allow_none=True)
    limits = Facts(required=True)
    legal_basis = fields.String(required=True, allow_none=True)
    powers = fields.List(fields.String(), required=True)
    version = fields.Integer(required=True)
    demo = fields.List(fields.String(), required=True)


class ProposedSchema(Schema):
    """Who is proposed for the row, and why: `ruling`, `precedent`, `list`, `history` or `fallback`."""

    lead_unit = fields.String(required=True, allow_none=True)
    cooperating_units = fields.List(fields.String(), required=True)
    because = fields.String(required=True, allow_none=True)
    conflict = fields.String(required=True, allow_none=True)


class Evidence(Schema):
    """What a decision on duty rests on."""

    row = fields.Nested(ListRow, required=True, allow_none=True)
    units = fields.List(fields.Nested(CandidateSchema), required=True)
    proposed = fields.Nested(ProposedSchema, required=True)
    precedents = fields.List(fields.Nested(NearPrecedentSchema), required=True)


class MatterSuggestion(Schema):
    """A row the case could be about: `mentioned`, `settled`, of so many like `cases`, or near by the list's `names`.

    `words` of its names stand in the text; only what `is_likely` is proposed.
    """

    matter = fields.String(required=True)
    level1 = fields.String(required=True)
    level2 = fields.String(required=True)
    level3 = fields.String(required=True)
    because = fields.String(required=True)
    cases = fields.Integer(required=True)
    words = fields.List(fields.String(), required=True)
    is_likely = fields.Boolean(required=True)


class SuggestionsSchema(Evidence):
    """Matters, units and precedents for a case, the likeliest first."""

    case = fields.String(required=True)
    matters = fields.List(fields.Nested(MatterSuggestion), required=True)


class SuggestionQuery(Schema):
    """As if the case were about another matter, or the asset another owner's."""

    matter = Text(longest=32, load_default=absent)
    asset_owner = Text(longest=64, load_default=absent)


class DisputeSchema(Evidence):
    """A dispute with both sides' words and the evidence beside them."""

    number = fields.String(required=True)
    case = fields.String(required=True)
    title = fields.String(required=True)
    text = fields.String(required=True)
    street = fields.String(required=True)
    community = fields.String(required=True, allow_none=True)
    state = fields.String(required=True)
    ground = fields.String(required=True, allow_none=True)
    opened_at = Moment(required=True)
    fallback_unit = fields.String(required=True, allow_none=True)
    fallback_unit_name = fields.String(required=True, allow_none=True)
    opinions = fields.List(Facts(), required=True)
    returns = fields.List(Facts(), required=True)
    ruling = Facts(required=True, allow_none=True)
    task = fields.String(required=True, allow_none=True)


@proposals.call("GET", "/cases/<number>/suggestions", query=SuggestionQuery, answer=SuggestionsSchema, refuses=[404])
def list_suggestions(number: str, query: dict[str, Any]) -> Any:
    """Matter and units for a case, from ruling, precedent, list and record, with the evidence."""
    return ask(Suggestions(number, **query))


@proposals.call("GET", "/disputes/<number>", answer=DisputeSchema, refuses=[404])
def read_dispute(number: str) -> Any:
    """A dispute with both sides' words, the clauses, precedents, and what each unit made of the like."""
    return ask(DisputeView(number))


@proposals.call("GET", "/cases/<number>/similar", answer=Similar, refuses=[404])
def list_similar_cases(number: str) -> Any:
    """Open cases like this one (text, place, matter, time), and answered ones with their replies."""
    return ask(SimilarCases(number))


@proposals.call("POST", "/citizen/similar", door="anyone", body=UnsentRequest, answer=list_of(SimilarRequest))
def list_similar_requests(body: dict[str, Any]) -> Any:
    """Before asking: what others asked that is still open. Stores nothing."""
    allowance = limits().submissions
    allowance.check(address())
    allowance.spend(address())
    return {"items": ask(SimilarRequests(**body))}
