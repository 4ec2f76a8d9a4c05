"""A refusal as a page: the same sentence the engine says, in the reader's language, and what to do next."""

import secrets
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import structlog
from flask import Flask, g, jsonify, render_template, request
from flask_babel import gettext
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from engine.errors import FormRejected, NotAllowed, NotFound, NotNow, OutOfReach, Refusal, Stale, TooMany, Unusable
from web.shared import kept
from web.shared.parts import part
from web.shared.sentences import translated
from web.shared.session import ask_to_sign_in

LOG = structlog.get_logger("suqiu.web")
STATUS: dict[type[Refusal], int] = {
    NotFound: 404,
    NotAllowed: 403,
    NotNow: 409,
    Stale: 409,
    FormRejected: 422,
    Unusable: 422,
    TooMany: 429,
    OutOfReach: 503,
}
FOR_EVERYBODY = ("submit", "track", "welcome", "installed", "sign_in", "preferences")  # no sign-in would help there
AGAIN = (400, 429, 503)  # what may well be taken when it is sent once more as it is


def prepare(app: Flask) -> None:
    app.jinja_env.globals.update(said_here=translated)
    app.register_error_handler(Refusal, refused)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _broken)


def status(refusal: Refusal) -> int:
    return next((code for kind, code in STATUS.items() if isinstance(refusal, kind)), 422)


def sentence(refusal: Refusal) -> str:
    return translated(refusal.message)


def refused(refusal: Refusal) -> Any:
    code = status(refusal)
    return _page(_title(code), sentence(refusal), _advice(code), code), code


def _forged(error: CSRFError) -> Any:
    """The cookie of the page is gone: who was signed in signs in again, and what was sent is kept for then."""
    if "out_of_reach" in g:
        return refused(g.out_of_reach)
    if kept.is_from_here() and not current_user.is_authenticated and request.blueprint not in FOR_EVERYBODY:
        return ask_to_sign_in()
    said = gettext(
        "It was open for too long, or its cookie is gone: by signing out, or because the browser keeps none of "
        "this site. Nothing was changed."
    )
    if part() == "unsent":
        return jsonify(said=gettext("What you type is kept in this window only. Load the page again.")), 400
    if kept.sent():
        advice = gettext(
            "What you typed is below. Send it again; if that fails, let the browser keep cookies of this site, load "
            "the page again and copy it."
        )
    else:
        advice = gettext(
            "Go back, load the page again and send it once more; if that fails, let the browser keep cookies of "
            "this site."
        )
    return _page(gettext("This page is no longer valid"), said, advice, 400), 400


def told(error: Refusal | HTTPException) -> Any:
    """The page for it, for pages that have a better one only for some of their requests."""
    if isinstance(error, Refusal):
        return refused(error)
    return _forged(error) if isinstance(error, CSRFError) else _http(error)


def _http(error: HTTPException) -> Any:
    code = error.code or 500
    if code < 400:
        return error
    said = {
        404: gettext("There is no page at this address."),
        405: gettext("This address cannot be used in this way."),
        413: gettext("What was sent is too large: nothing of it was taken. Send fewer or smaller files."),
    }.get(code, gettext("This request could not be answered."))
    return _page(_title(code), said, _advice(code), code), code


def _broken(error: Exception) -> Any:
    reference = secrets.token_hex(4)
    places = [
        f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)[-6:]
    ]
    # Neither the text of the error nor the address is logged: both may quote what a citizen wrote.
    LOG.error("bug", reference=reference, kind=type(error).__qualname__, rule=str(request.url_rule), at=places)
    said = gettext("Something broke on our side; nothing was changed. Reference: %(reference)s", reference=reference)
    advice = gettext("Try again in a minute. If it stays, tell the administrator the reference.")
    return _page(_title(500), said, advice, 500), 500


def _title(code: int) -> str:
    return {
        403: gettext("You may not do this"),
        404: gettext("Not found"),
        409: gettext("Not in this state"),
        422: gettext("This could not be used"),
    }.get(code, gettext("This did not work"))


def _advice(code: int) -> str:
    return {
        403: gettext("If your duties changed, ask your administrator for the role."),
        404: gettext("Check the number, or look for it in the list of cases."),
        409: gettext("Load the page again to see how it stands now."),
        429: gettext("Wait a minute, then load the page again. If it stays, tell the administrator."),
        503: gettext("Wait a minute, then load the page again. If it stays, tell the administrator."),
    }.get(code, gettext("Go back and change what is named above."))


def _page(title: str, said: str, advice: str, code: int) -> Any:
    """With what was typed, and a button that sends it again where that may help; a script that goes through a list is
    given the words alone.
    """
    if part() == "result":
        return jsonify(done=False, said=said)
    fields = kept.sent()
    return render_template(
        "shared/refusal.html",
        title=title,
        said=said,
        advice=advice,
        words=kept.words(fields),
        again=fields if code in AGAIN else [],
        files=bool(fields) and kept.has_files(),
    )


def optional(ask: Callable[[], Any]) -> Any:
    """The answer, or None when it is not for this person or there is none: a page shows what it may."""
    try:
        return ask()
    except (NotFound, NotAllowed):
        return None
