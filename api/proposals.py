"""What the system proposes, with its reasons, and never decides: the like of a case."""

from typing import Any

from marshmallow import fields

from api.acting import ask
from api.calls import Calls
from api.case_schemas import Place
from api.fields import PARAGRAPH, Moment, Schema, Text, list_of
from api.limits import address, limits
from engine.queries.similar_cases import SimilarCases, SimilarRequests

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
