"""Submitting a request in three steps, each with an address of its own and without need of scripts; then a receipt."""

import secrets
from typing import Any

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from engine.commands.submit_request import SubmitRequest
from engine.errors import FormRejected, NotNow, TooMany, Unusable
from web.citizen import begun
from web.citizen.attached import attach, names, once
from web.citizen.held_up import Held, why
from web.citizen.like import chosen, like
from web.citizen.opened import remember
from web.citizen.request_form import STEPS, RequestForm, places
from web.shared import door, kept, refusals
from web.shared.allowance import spend
from web.shared.refusals import sentence

pages = Blueprint("submit", __name__, template_folder="templates")
BY_ONE = 10  # requests a minute from one browser; an office or a household behind one address has many
BY_ALL = 300  # from one address: more than people write, and what a machine that forgets its cookie is held to
TARGETS = {"1", "2", "3"}
LOOKS = 120  # at the like, a minute from one address: enough to write, too few to collect what is open


@pages.get("/submit")
def show() -> str | Response:
    """The step as it was sent; with ``look``, what it lacks. Whoever comes without a form begins one."""
    if "form" not in request.args:
        return redirect(url_for("submit.show", form=begun.named(), **request.args))
    step = int(request.args["step"]) if request.args.get("step") in TARGETS else 1
    found = begun.find(begun.named())
    if found is None:
        gone = gettext("What was written here is sent, or was left for too long. This is a new request.")
        return _page(RequestForm({"kind": request.args.get("kind", "")}), 1, over=gone if step > 1 else None)
    filled = RequestForm.posted(found)
    step = min(step, filled.first_faulty())
    looked = STEPS[step - 1] if "look" in request.args else ()
    filled.errors = {name: said for name, said in filled.errors.items() if name in looked}
    return _page(filled, step, found=found)


@pages.post("/submit")
def send() -> str | Response | tuple[str, int]:
    """A step on or back, or the whole request when no step is named; ``step``: that one in the language chosen now."""
    filled = RequestForm.posted(request.form)
    target = request.args.get("step") or request.form.get("go", "")
    if target in TARGETS:
        return _to(filled, int(target))
    if filled.errors:
        return _to(filled, len(STEPS) + 1)
    spend("submit from one address", BY_ALL)
    spend("submit", BY_ONE, whose=begun.visitor())
    return _register(filled)


def _register(filled: RequestForm) -> Response | tuple[str, int]:
    followed = chosen(filled)
    if filled.values["same"] and not followed:
        filled.values["same"] = ""
        filled.errors["same"] = gettext("The request you chose is no longer open. Choose again, or “None of them”.")
        return _page(filled, len(STEPS)), 422
    same, number = (followed["title"], followed["number"]) if followed else ("", None)
    try:
        asked = SubmitRequest(**filled.request(same), channel="web", follows=number)
        made = door.act(asked, door.CITIZEN, (f"web-{once()}", filled.fingerprint()))
    except (FormRejected, Unusable) as refusal:
        return _page(filled, len(STEPS), sentence(refusal)), 422
    except NotNow:  # the page was sent before, and something on it has changed since
        said = gettext("A request was sent from this page already. If this is another one, send it again.")
        return _page(filled, len(STEPS), said, anew=True), 409
    session["receipt"] = {
        "number": made["number"],
        "code": made["tracking_code"],
        "title": filled.values["title"],
        "same": same,
        "follows": bool(made.get("follows")),
        "refused": attach(made["number"], made["tracking_code"], once()),
    }
    remember(made["number"], made["tracking_code"])
    begun.forget(begun.named())
    return redirect(url_for("submit.receipt"))


@pages.errorhandler(CSRFError)
@pages.errorhandler(RequestEntityTooLarge)
@pages.errorhandler(TooMany)
def _held_up(held: Held) -> Any:
    """The page as it was filled in, and why it was not taken. A step to another one changes nothing and is made."""
    if not kept.sent():
        return refusals.told(held)
    filled, (said, code) = RequestForm.posted(request.form), why(held)
    target = request.form.get("go", "")
    if target in TARGETS:
        return _to(filled, int(target))
    return _page(filled, min(filled.first_faulty(), len(STEPS)), said), code


@pages.get("/receipt")
def receipt() -> str | Response:
    """Number and code once more, in this browser only and until it is closed."""
    if "receipt" not in session:
        return redirect(url_for("track.show"))
    return render_template("citizen/receipt.html", receipt=session["receipt"])


def _to(filled: RequestForm, step: int) -> Response | str | tuple[str, int]:
    """The step asked for; on the way forward the first one that still lacks something. Each is loaded from its address:
    an answer to what was sent is no page that Back can show."""
    form, faulty = begun.named(), filled.first_faulty()
    lacks = faulty < step
    if begun.keep(form, filled.values):
        look = {"look": 1} if lacks else {}
        return redirect(url_for("submit.show", form=form, step=min(step, faulty), **look), 303)
    if lacks:
        return _page(filled, faulty), 422
    filled.errors = {}
    return _page(filled, step)


def _page(
    filled: RequestForm,
    step: int,
    problem: str | None = None,
    *,
    anew: bool = False,
    found: dict[str, str] | None = None,
    over: str | None = None,
) -> str:
    form, told = begun.named(), found or {"once": once(), "chosen": names()}
    return render_template(
        "citizen/submit.html",
        filled=filled,
        step=step,
        steps=STEPS,
        problem=problem,
        over=over,
        places=places(),
        similar=_similar(filled) if step == len(STEPS) else [],
        chosen=told["chosen"],
        carried="request",
        to=url_for("submit.send", form=form),
        here=url_for("submit.send", form=form, step=step),
        once=(not anew and told["once"]) or secrets.token_urlsafe(16),
    )


def _similar(filled: RequestForm) -> list[dict[str, Any]]:
    """What others asked of the like; whoever looks too often sends without having seen it."""
    try:
        spend("similar", LOOKS)
    except TooMany:
        return []
    return like(filled)
