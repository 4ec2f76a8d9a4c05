"""Submitting a request in three steps, kept by the page itself so that it works without scripts; then a receipt."""

import secrets

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from engine.commands.attach_file import AttachFile
from engine.commands.submit_request import SubmitRequest
from engine.errors import FormRejected, Refusal, Unusable
from engine.queries.similar_cases import SimilarRequests
from web.citizen.opened import remember
from web.citizen.request_form import STEPS, RequestForm, places
from web.shared import door
from web.shared.allowance import spend
from web.shared.refusals import sentence

pages = Blueprint("submit", __name__, template_folder="templates")
FILES = 5
SHOWN = 5  # of the like


@pages.get("/submit")
def show() -> str:
    return _page(RequestForm({"kind": request.args.get("kind", "")}), 1)


@pages.post("/submit")
def send() -> str | Response | tuple[str, int]:
    """A step on or back, or the whole request when no step is named."""
    filled = RequestForm.posted(request.form)
    target = request.form.get("go", "")
    if target in {"1", "2", "3"}:
        return _to(filled, int(target))
    if filled.errors:
        return _page(filled, filled.first_faulty()), 422
    spend("submit", 30)
    try:
        key = f"web-{request.form.get('once', '')[:64]}"
        asked = SubmitRequest(**filled.request(), channel="web", follows=_followed(filled))
        made = door.act(asked, door.CITIZEN, (key, filled.fingerprint()))
    except (FormRejected, Unusable) as refusal:
        return _page(filled, len(STEPS), sentence(refusal)), 422
    session["receipt"] = {
        "number": made["number"],
        "code": made["tracking_code"],
        "title": filled.values["title"],
        "same": filled.values["same"],
        "follows": bool(made.get("follows")),
        "refused": _attach(made["number"], made["tracking_code"]),
    }
    remember(made["number"], made["tracking_code"])
    return redirect(url_for("submit.receipt"))


@pages.get("/receipt")
def receipt() -> str | Response:
    """Number and code once more, in this browser only and until it is closed."""
    if "receipt" not in session:
        return redirect(url_for("track.show"))
    return render_template("citizen/receipt.html", receipt=session["receipt"])


def _to(filled: RequestForm, step: int) -> str | tuple[str, int]:
    """The step asked for; on the way forward the first one that still lacks something."""
    faulty = filled.first_faulty()
    if faulty < step:
        return _page(filled, faulty), 422
    filled.errors = {}
    return _page(filled, step)


def _attach(number: str, code: str) -> list[str]:
    """Keep the photographs that came along; says which could not be kept, since the request itself is registered."""
    refused = []
    for file in request.files.getlist("files")[:FILES]:
        if not file.filename:
            continue
        try:
            door.act(AttachFile(number, code, file.filename, file.stream.read()), door.CITIZEN)
        except Refusal as refusal:
            refused.append(gettext("%(name)s was not kept: %(why)s", name=file.filename, why=sentence(refusal)))
    return refused


def _page(filled: RequestForm, step: int, problem: str | None = None) -> str:
    return render_template(
        "citizen/submit.html",
        filled=filled,
        step=step,
        steps=STEPS,
        problem=problem,
        places=places(),
        similar=_similar(filled) if step == len(STEPS) else [],
        files_again=any(file.filename for file in request.files.getlist("files")),
        once=request.form.get("once") or secrets.token_urlsafe(16),
    )


def _similar(filled: RequestForm) -> list[dict[str, str]]:
    spend("similar", 30)
    return _like(filled)


def _followed(filled: RequestForm) -> str | None:
    """The number of the open request that was chosen as the same; only one that is like it can be followed."""
    if not filled.values["same"]:
        return None
    return next((one["number"] for one in _like(filled) if one["title"] == filled.values["same"]), None)


def _like(filled: RequestForm) -> list[dict[str, str]]:
    """Open requests of this kind that are like it, a title once: a citizen tells them apart by nothing else."""
    asked, text = filled.request(), filled.values["text"]
    query = SimilarRequests(asked["title"], text, asked["place"], limit=4 * SHOWN, kind=asked["kind"])
    found: list[dict[str, str]] = door.ask(query, door.CITIZEN)
    likest = {one["title"]: one for one in reversed(found)}
    return [one for one in found if likest[one["title"]] is one][:SHOWN]
