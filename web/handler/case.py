"""A case: who has it now and by when, what happened, what was answered, where its diagrams stand."""

from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask_login import login_required
from werkzeug.wrappers import Response as WerkzeugResponse

from engine.commands.view_identity import ViewIdentity
from engine.commands.watch_case import WatchCase
from engine.errors import Refusal
from engine.queries.attachments import AttachmentContent, AttachmentsOf
from engine.queries.case_file import CaseFile
from engine.queries.deadline_explained import DeadlineExplained
from engine.queries.option_lists import OptionLists
from engine.queries.unmasked_identity import UnmaskedIdentity
from web.shared import door
from web.shared.refusals import optional, sentence, status
from web.shared.running import drawn, running
from web.shared.saved import to_save

pages = Blueprint("case", __name__, template_folder="templates")


@pages.get("/cases/<number>")
@login_required
def show(number: str) -> str:
    return page(number)


@pages.post("/cases/<number>/watch")
@login_required
def watch(number: str) -> WerkzeugResponse:
    """Keep an eye on the case, or no longer: its open steps show in the worklist under "watched"."""
    door.act(WatchCase(number, bool(request.form.get("watched"))))
    return redirect(url_for("case.show", number=number))


@pages.get("/cases/<number>/diagrams/<instance>/<process>.json")
@login_required
def diagram(number: str, instance: str, process: str) -> Response | tuple[Response, int]:
    """What the viewer draws: the XML, the state of each element, the flows taken."""
    door.ask(CaseFile(number))  # who may not see the case may not see its diagram
    return drawn(number, instance, process)


@pages.get("/cases/<number>/files/<attachment_id>")
@login_required
def file(number: str, attachment_id: str) -> Response:
    """One file, to be saved, never shown in place."""
    found = door.ask(AttachmentContent(number, attachment_id, None))
    answer = to_save(found["content"], found["name"], found["media_type"])
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


@pages.post("/cases/<number>/identity")
@login_required
def identity(number: str) -> str | tuple[str, int]:
    """Who asked, for whoever was granted a look; the look is written down first."""
    try:
        look = door.act(ViewIdentity(number))["look"]
        return page(number, unmasked=door.ask(UnmaskedIdentity(number, look)))
    except Refusal as refusal:
        return page(number, {"identity": sentence(refusal)}), status(refusal)


def page(number: str, errors: dict[str, str] | None = None, typed: Any = None, unmasked: Any = None) -> str:
    """The page of a case; ``errors`` by act, when one of the acts on it was refused; ``unmasked``: who asked."""
    file = door.ask(CaseFile(number))
    return render_template(
        "handler/case.html",
        file=file,
        told={(row["at"], row["kind"]): row for row in file["timeline"]},
        files=door.ask(AttachmentsOf(number, None)),
        explained=optional(lambda: door.ask(DeadlineExplained(number))),
        **running(number),
        lists=door.ask(OptionLists(("units",))),
        errors=errors or {},
        typed=typed or {},
        unmasked=unmasked,
    )
