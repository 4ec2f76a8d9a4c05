"""For citizens, without an account: a number, and a tracking code that is sent in a header and nowhere else."""

from typing import Any

from flask import Response
from marshmallow import fields

from api.acting import ask, perform
from api.calls import Calls
from api.case_schemas import AttachmentSchema, DoneFor, Promise, Rating, Reason, Registered, Request, Supplement
from api.case_view import NextDeadline, Resting, Step
from api.fields import Facts, File, Moment, Schema, list_of
from api.identity import tracking_code
from api.limits import address, counting_refusals, limits
from api.uploads import LARGEST_UPLOAD, as_download
from engine.commands.attach_file import AttachFile
from engine.commands.rate_reply import RateReply
from engine.commands.submit_request import SubmitRequest
from engine.commands.supplement_request import SupplementRequest
from engine.commands.urge import Urge
from engine.commands.withdraw_request import WithdrawRequest
from engine.errors import NotFound
from engine.queries.attachments import AttachmentContent, AttachmentsOf
from engine.queries.tracking import Tracking

citizen = Calls("citizen", "Citizens without an account: ask, track, add, rate, withdraw.")
ONE = "/citizen/cases/<number>"


class PublicReply(Schema):
    """An answer to the citizen."""

    number = fields.Integer(required=True)
    text = fields.String(required=True)
    outcome = fields.String(required=True, allow_none=True)
    at = Moment(required=True)
    unit = fields.String(allow_none=True)
    unit_name = fields.String(allow_none=True)
    unit_name_en = fields.String(allow_none=True)


class Words(Schema):
    """What was added to the request."""

    text = fields.String(required=True)
    at = Moment(required=True)


class MayDo(Schema):
    """What the citizen may do now."""

    rate = fields.Boolean(required=True)
    supplement = fields.Boolean(required=True)
    withdraw = fields.Boolean(required=True)


class Tracked(Schema):
    """What a citizen sees of their case. `owner` is who has it now: a unit's name, or a role."""

    number = fields.String(required=True)
    kind = fields.String(required=True)
    title = fields.String(required=True)
    text = fields.String(required=True)
    place = Facts(required=True)
    registered_at = Moment(required=True)
    state = fields.String(required=True)
    outcome = fields.String(required=True, allow_none=True)
    suspended = fields.Boolean(required=True)
    suspension = fields.Nested(Resting, allow_none=True, required=True)
    merged = fields.Boolean(required=True)
    citizens = fields.Integer(required=True, metadata={"description": "how many citizens said the same"})
    owner = fields.String(required=True)
    owner_role = fields.String(required=True)
    owner_unit = fields.String(required=True, allow_none=True)
    owner_unit_name = fields.String(allow_none=True)
    owner_unit_name_en = fields.String(allow_none=True)
    next_deadline = fields.Nested(NextDeadline, allow_none=True, required=True)
    timeline = fields.List(fields.Nested(Step), required=True)
    replies = fields.List(fields.Nested(PublicReply), required=True)
    commitments = fields.List(fields.Nested(Promise), required=True)
    question = fields.String(required=True, allow_none=True, metadata={"description": "what the citizen is asked"})
    added = fields.List(fields.Nested(Words), required=True)
    may = fields.Nested(MayDo, required=True)


class Upload(Schema):
    """One file: a JPEG, PNG or WebP photograph, a PDF, or an MP4 film; judged by content."""

    file = File(required=True)


@citizen.call("POST", "/citizen/cases", door="anyone", body=Request, answer=Registered, creates=True)
def submit_case(body: dict[str, Any]) -> Any:
    """Ask. The number names the case; the tracking code opens it and is shown this once."""
    allowance = limits().submissions
    allowance.check(address())
    allowance.spend(address())
    return perform(SubmitRequest(**body, channel="web"))


@citizen.call("GET", ONE, door="citizen", answer=Tracked, refuses=[404])
def track_case(number: str) -> Any:
    """Who has it now, by when, what happened, and the public replies. A wrong code is the same 404 as no such case."""
    return _with_code(lambda code: ask(Tracking(number, code)))


@citizen.call("POST", f"{ONE}/rating", door="citizen", body=Rating, answer=DoneFor, refuses=[404, 409])
def rate_case(number: str, body: dict[str, Any]) -> Any:
    """Rate the reply. Not solved opens the case again."""
    return _with_code(lambda code: perform(RateReply(number, tracking_code=code, **body)))


@citizen.call("POST", f"{ONE}/supplements", door="citizen", body=Supplement, answer=DoneFor, refuses=[404, 409])
def supplement_case(number: str, body: dict[str, str]) -> Any:
    """Add to the case, or answer what was asked back."""
    return _with_code(lambda code: perform(SupplementRequest(number, tracking_code=code, **body)))


@citizen.call("POST", f"{ONE}/withdrawal", door="citizen", body=Reason, answer=DoneFor, refuses=[404, 409])
def withdraw_case(number: str, body: dict[str, str]) -> Any:
    """Take the request back."""
    return _with_code(lambda code: perform(WithdrawRequest(number, tracking_code=code, **body)))


@citizen.call("POST", f"{ONE}/urges", door="citizen", body=Reason, answer=DoneFor, refuses=[404, 409])
def urge_own_case(number: str, body: dict[str, str]) -> Any:
    """Urge whoever has it."""
    return _with_code(lambda code: perform(Urge(number, body["reason"], code)))


@citizen.call(
    "POST",
    f"{ONE}/attachments",
    door="citizen",
    files=Upload,
    answer=AttachmentSchema,
    creates=True,
    refuses=[404, 409],
    largest=LARGEST_UPLOAD,
)
def attach_to_case(number: str, files: dict[str, Any]) -> Any:
    """Add a file. A photograph loses what its camera wrote into it."""
    file = files["file"]
    return _with_code(lambda code: perform(AttachFile(number, code, file.filename or "", file.stream.read())))


@citizen.call("GET", f"{ONE}/attachments", door="citizen", answer=list_of(AttachmentSchema), refuses=[404])
def list_case_attachments(number: str) -> Any:
    """The files of the case."""
    return {"items": _with_code(lambda code: ask(AttachmentsOf(number, code)))}


@citizen.call("GET", f"{ONE}/attachments/<attachment_id>", door="citizen", download=True, refuses=[404])
def download_case_attachment(number: str, attachment_id: str) -> Response:
    """One file, to be saved, never shown in place."""
    return as_download(_with_code(lambda code: ask(AttachmentContent(number, attachment_id, code))))


def _with_code(act: Any) -> Any:
    with counting_refusals(limits().wrong_codes, NotFound):
        return act(tracking_code())
