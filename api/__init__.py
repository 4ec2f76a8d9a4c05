"""The JSON API: Flask, flask-smorest, marshmallow. It carries; what is allowed and what it means is the engine's."""

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, request
from werkzeug.exceptions import NotFound

from api import access_log, errors
from api.bodies import StrictJSON
from api.description import describe
from api.groups import GROUPS
from api.health import health
from api.limits import Limits
from engine.application import Application

LARGEST_BODY = 1024 * 1024
OWN_PATHS = ("/healthz", "/readyz")
Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def create_app(application: Application, limits: Limits | None = None) -> Flask:
    """The API over one application, answering /api/v1/…, /healthz and /readyz."""
    access_log.configure_logs()
    app = Flask(__name__, static_folder=None)
    app.json = StrictJSON(app)
    app.config.update(
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=LARGEST_BODY,
        MAX_FORM_PARTS=200,
        PROVIDE_AUTOMATIC_OPTIONS=False,
    )
    app.extensions["suqiu"] = application
    app.extensions["suqiu-limits"] = limits or Limits()
    access_log.install(app)
    errors.install(app)
    app.before_request(_refuse_unkeepable_address)
    app.register_blueprint(health)
    description = describe(app)
    for group in GROUPS:
        description.register_blueprint(group)
    return app


def beside(api_app: Wsgi, pages: Wsgi) -> Wsgi:
    """One WSGI callable for one process: the API's addresses go to the API, all others to the pages."""

    def choose(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        mine = path == "/api" or path.startswith("/api/") or path in OWN_PATHS
        return (api_app if mine else pages)(environ, start_response)

    return choose


def _refuse_unkeepable_address() -> None:
    """No case, task or process is called something with a NUL in it, and PostgreSQL would choke on it."""
    if "\0" in request.path:
        raise NotFound
