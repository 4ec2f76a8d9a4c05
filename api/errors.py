"""Every refusal as problem+json (RFC 9457), and which HTTP status it is; for pages: ``web/shared/refusals.py``."""

import traceback
import uuid
from http import HTTPStatus
from pathlib import Path
from typing import Any

import structlog
from flask import Flask, Response, current_app, request
from werkzeug.exceptions import HTTPException

from engine.errors import (
    DeploymentRefused,
    FormRejected,
    NotAllowed,
    NotFound,
    NotNow,
    OutOfReach,
    Refusal,
    Stale,
    TooMany,
    Unusable,
)

PROBLEM = "application/problem+json"
SHOWN_FRAMES = 12


class NotSignedIn(Refusal):
    """Expected a valid bearer token in the header Authorization, found none. Sign in with POST /api/v1/sessions."""


class WrongCredentials(Refusal):
    """The user name and the password do not belong together. Try again, or ask the administrator for a new password."""


class NoTrackingCode(Refusal):
    """Expected the tracking code in the header X-Tracking-Code, found none. It was given when the case was made."""


class Unreadable(Refusal):
    """Expected a body that can be read as JSON, found something else."""


class WrongMedia(Refusal):
    """Expected another Content-Type."""


STATUSES: dict[type[Refusal], HTTPStatus] = {
    Unreadable: HTTPStatus.BAD_REQUEST,
    NotSignedIn: HTTPStatus.UNAUTHORIZED,
    WrongCredentials: HTTPStatus.UNAUTHORIZED,
    NoTrackingCode: HTTPStatus.UNAUTHORIZED,
    NotAllowed: HTTPStatus.FORBIDDEN,
    NotFound: HTTPStatus.NOT_FOUND,
    NotNow: HTTPStatus.CONFLICT,
    Stale: HTTPStatus.CONFLICT,
    WrongMedia: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    FormRejected: HTTPStatus.UNPROCESSABLE_ENTITY,
    DeploymentRefused: HTTPStatus.UNPROCESSABLE_ENTITY,
    Unusable: HTTPStatus.UNPROCESSABLE_ENTITY,
    TooMany: HTTPStatus.TOO_MANY_REQUESTS,
    OutOfReach: HTTPStatus.SERVICE_UNAVAILABLE,
    Refusal: HTTPStatus.UNPROCESSABLE_ENTITY,
}
CHALLENGES: dict[type[Refusal], str] = {
    NotSignedIn: 'Bearer realm="suqiu"',
    WrongCredentials: 'Bearer realm="suqiu"',
    NoTrackingCode: 'TrackingCode realm="suqiu"',
}
SENTENCES = {
    HTTPStatus.BAD_REQUEST: "The request could not be read. Compare it with /api/v1/openapi.json.",
    HTTPStatus.NOT_FOUND: "There is nothing at this address. The addresses are listed in /api/v1/openapi.json.",
    HTTPStatus.METHOD_NOT_ALLOWED: "This address does not take that method; the header Allow says which it takes.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "The body is larger than this address accepts. Send less, or in parts.",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "Expected another Content-Type; see /api/v1/openapi.json.",
}
log = structlog.get_logger("suqiu.api")


def status_of(refusal: type[Refusal]) -> HTTPStatus:
    """The HTTP status of a kind of refusal: its own, else that of the nearest kind above it."""
    return next(STATUSES[kind] for kind in refusal.__mro__ if kind in STATUSES)


def as_problem(refusal: Refusal) -> dict[str, Any]:
    """The members of the problem object: the RFC's own, and what this kind of refusal adds for the caller."""
    kind = type(refusal)
    named = next(one for one in kind.__mro__ if one in STATUSES)
    body: dict[str, Any] = {
        "type": f"urn:suqiu:refusal:{_dashed(named.__name__)}",
        "title": (named.__doc__ or "").strip().split("\n\n")[0],
        "status": int(status_of(kind)),
        "detail": refusal.message,
    }
    if isinstance(refusal, FormRejected):
        body["fields"] = refusal.fields
    elif isinstance(refusal, DeploymentRefused):
        body["problems"] = [problem.as_dict() for problem in refusal.problems]
    elif isinstance(refusal, Stale):
        body |= {"revision": refusal.revision, "fresh": refusal.fresh}
    return body


def answer_refusal(refusal: Refusal) -> Response:
    """The answer a refusal becomes on the wire."""
    response = problem_response(as_problem(refusal))
    challenge = CHALLENGES.get(type(refusal))
    if challenge:
        response.headers["WWW-Authenticate"] = challenge
    if isinstance(refusal, TooMany | OutOfReach):
        response.headers["Retry-After"] = "60"
    return response


def answer_http(error: HTTPException) -> Response:
    """What Flask itself refuses (no such address, wrong method, too large), in the same shape."""
    status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
    response = problem_response(
        {
            "type": "about:blank",
            "title": status.phrase,
            "status": int(status),
            "detail": SENTENCES.get(status, status.description or status.phrase),
        }
    )
    for name, content in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = content
    return response


def answer_bug(error: Exception) -> Response:
    """A bug: the caller gets a reference number, the log gets the place.

    The text of the exception is not logged: a database's complaint quotes what a citizen wrote.
    """
    reference = uuid.uuid4().hex[:12]
    frames = traceback.extract_tb(error.__traceback__)[-SHOWN_FRAMES:]
    places = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    rule = request.url_rule.rule if request.url_rule else None
    log.error("bug", reference=reference, kind=type(error).__qualname__, method=request.method, rule=rule, at=places)
    return problem_response(
        {
            "type": "urn:suqiu:refusal:bug",
            "title": "Something went wrong here, not with your request.",
            "status": int(HTTPStatus.INTERNAL_SERVER_ERROR),
            "detail": f"Nothing was changed. Tell the people who run this system the reference {reference}.",
            "reference": reference,
        }
    )


def problem_response(body: dict[str, Any]) -> Response:
    """A problem object as a response with its own status."""
    return Response(current_app.json.dumps(body), status=body["status"], content_type=PROBLEM)


def install(app: Flask) -> None:
    """Answer every error of the app as problem+json."""
    app.register_error_handler(Refusal, answer_refusal)
    app.register_error_handler(HTTPException, answer_http)
    app.register_error_handler(Exception, answer_bug)


def _dashed(name: str) -> str:
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("-")
