"""For machines that watch: /healthz says the process answers, /readyz that it can work."""

from flask import Blueprint, Response, jsonify

from api.acting import application
from engine.actor import SYSTEM
from engine.errors import Refusal
from engine.queries.readiness import Readiness

health = Blueprint("health", __name__)


@health.get("/healthz")
def healthz() -> Response:
    """The process answers. Nothing is asked of the database, so that a slow one gets no process killed."""
    return jsonify(status="ok")


@health.get("/readyz")
def readyz() -> Response | tuple[Response, int]:
    """The database answers and its tables are those of this release; else 503 with the reason."""
    try:
        return jsonify(status="ready", **application().ask(Readiness(), SYSTEM))
    except Refusal as refusal:
        return jsonify(status="not ready", reason=refusal.message), 503
