"""Why something was not taken though nothing in it is wrong: the page open too long, files too large, too much sent."""

from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import RequestEntityTooLarge

from engine.errors import Refusal
from web.shared.refusals import sentence, status

Held = CSRFError | RequestEntityTooLarge | Refusal


def why(held: Held) -> tuple[str, int]:
    """What happened and what to do, and the answer's status."""
    if isinstance(held, CSRFError):
        return gettext(
            "This page was open for too long, or its cookie is gone, so nothing was sent. What you typed is "
            "below: send it again; if that fails, let the browser keep cookies of this site."
        ), 400
    if isinstance(held, RequestEntityTooLarge):
        return gettext(
            "The files are too large together, so nothing was sent. What you typed is below: choose fewer or smaller "
            "ones, each of 10 MB at most, and send it again."
        ), 413
    if status(held) == 429:
        return gettext(
            "Too much was sent from here within a minute, so nothing was taken. What you typed is below: wait a minute "
            "and send it again."
        ), 429
    return sentence(held), status(held)
