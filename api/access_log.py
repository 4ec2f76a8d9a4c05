"""One JSON line per request, with an id the caller also gets. No address, body or query: those hold persons."""

import re
import sys
import time
import uuid

import structlog
from flask import Flask, Response, g, request

log = structlog.get_logger("suqiu.access")
KNOWN_ID = re.compile(r"[A-Za-z0-9-]{1,64}")
SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def configure_logs() -> None:
    """JSON lines on standard error, unless the one who starts the process configured structlog already."""
    if structlog.is_configured():
        return
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=True),
        ],
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )


def install(app: Flask) -> None:
    """Give every request an id, write its line, and set the headers every answer has."""
    app.before_request(_begin_line)
    app.after_request(_end_line)


def _begin_line() -> None:
    given = request.headers.get("X-Request-Id", "")
    g.request_id = given if KNOWN_ID.fullmatch(given) else uuid.uuid4().hex
    g.began = time.perf_counter()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)


def _end_line(response: Response) -> Response:
    for name, content in SECURITY_HEADERS.items():
        response.headers.setdefault(name, content)
    if "began" not in g:
        return response
    response.headers["X-Request-Id"] = g.request_id
    actor = g.get("actor")
    log.info(
        "request",
        method=request.method,
        rule=request.url_rule.rule if request.url_rule else None,
        status=response.status_code,
        milliseconds=round((time.perf_counter() - g.began) * 1000, 1),
        actor=actor.username if actor else None,
    )
    return response
