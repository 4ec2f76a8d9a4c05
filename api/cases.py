"""Cases, for staff: registering, finding, reading, and why a date is what it is."""

from typing import Any

from flask import Response
from marshmallow import fields, validate

from api.acting import ask, perform
from api.calls import Calls
from api.case_schemas import KINDS, URGENCIES, AttachmentSchema, CaseRow, JournalEntry, Registered, Request
from api.case_view import CaseSchema, DeadlineExplanation, DiagramOfInstance
from api.citizen import Upload
from api.fields import Paging, Text, absent, list_of, page_of
from api.uploads import LARGEST_UPLOAD, as_download
from engine.commands.attach_file import AttachFile
from engine.commands.submit_request import SubmitRequest
from engine.queries.attachments import AttachmentContent, AttachmentsOf
from engine.queries.case_file import CaseFile
from engine.queries.case_list import CaseList
from engine.queries.deadline_explained import DeadlineExplained
from engine.queries.diagram_view import DiagramView
from engine.queries.journal_of import JournalOf

cases = Calls("cases", "Cases as staff see them: each person those of their unit or office.")
CHANNELS = ("hotline", "telephone", "counter", "visit", "letter", "mailbox", "media", "wechat", "app", "web")
ONE = "/cases/<number>"


class Registration(Request):
    """A request taken down by staff."""

    channel = fields.String(load_default="hotline", validate=validate.OneOf(CHANNELS))
    urgency = fields.String(load_default="ordinary", validate=validate.OneOf(URGENCIES))


class CaseQuery(Paging):
    """Which cases."""

    kind = fields.String(load_default=absent, validate=validate.OneOf(KINDS))
    state = Text(load_default=absent)
    unit = Text(load_default=absent)
    overdue = fields.Boolean(load_default=absent)
    q = Text(load_default=absent, metadata={"description": "words of the title or text, or a number"})


@cases.call("POST", "/cases", body=Registration, answer=Registered, creates=True)
def register_case(body: dict[str, Any]) -> Any:
    """Take down what a citizen asks by telephone, letter or in person."""
    return perform(SubmitRequest(**body))


@cases.call("GET", "/cases", query=CaseQuery, answer=page_of(CaseRow))
def list_cases(query: dict[str, Any]) -> Any:
    """The cases I may see."""
    return ask(CaseList(**query))


@cases.call("GET", ONE, answer=CaseSchema, refuses=[404])
def read_case(number: str) -> Any:
    """One case. Who asked is masked unless my step needs it."""
    return ask(CaseFile(number))


@cases.call("GET", f"{ONE}/journal", query=Paging, answer=page_of(JournalEntry), refuses=[404])
def read_journal(number: str, query: dict[str, Any]) -> Any:
    """What happened, in order."""
    return ask(JournalOf(number, **query))


@cases.call("GET", f"{ONE}/deadline", answer=DeadlineExplanation, refuses=[404])
def explain_deadline(number: str) -> Any:
    """Why the case is due when it is: start, budget, pauses, days off, extensions."""
    return ask(DeadlineExplained(number))


@cases.call("GET", f"{ONE}/diagram", answer=list_of(DiagramOfInstance), refuses=[404])
def read_diagram(number: str) -> Any:
    """Every instance of the case: its diagram as XML, and the state and count of each element."""
    return {"items": ask(DiagramView(number))}


@cases.call(
    "POST",
    f"{ONE}/attachments",
    files=Upload,
    answer=AttachmentSchema,
    creates=True,
    refuses=[404, 409],
    largest=LARGEST_UPLOAD,
)
def attach_file(number: str, files: dict[str, Any]) -> Any:
    """Add a file to a case."""
    file = files["file"]
    return perform(AttachFile(number, None, file.filename or "", file.stream.read()))


@cases.call("GET", f"{ONE}/attachments", answer=list_of(AttachmentSchema), refuses=[404])
def list_attachments(number: str) -> Any:
    """The files of a case."""
    return {"items": ask(AttachmentsOf(number, None))}


@cases.call("GET", f"{ONE}/attachments/<attachment_id>", download=True, refuses=[404])
def download_attachment(number: str, attachment_id: str) -> Response:
    """One file, to be saved, never shown in place."""
    return as_download(ask(AttachmentContent(number, attachment_id, None)))
