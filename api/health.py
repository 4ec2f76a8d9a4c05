"""For machines that watch: /healthz says the process answers, /readyz that it can work."""

import structlog
from flask import Blueprint, Response, jsonify

from api.acting import application
from engine.actor import SYSTEM
from engine.errors import Refusal
from engine.queries.calendar_year import CalendarWarning

log = structlog.get_logger("suqiu.api")
health = Blueprint("health", __name__)


@health.get("/healthz")
def healthz() -> Response:
    """The process answers. Nothing is asked of the database, so that a slow one gets no process killed."""
    return jsonify(status="ok")


@health.get("/readyz")
def readyz() -> Response | tuple[Response, int]:
    """The database answers and can be written; else 503. The reason is in the log: it names the database.

    ``calendar`` says whether the holidays of a year should be imported: dates in it are provisional until they are.
    """
    try:
        application().database.check()
    except Refusal as refusal:
        log.warning("not ready", reason=refusal.message)
        return jsonify(status="not ready"), 503
    missing = application().ask(CalendarWarning(), SYSTEM)
    return jsonify(status="ready", calendar="up to date" if missing is None else f"holidays of {missing} missing")
