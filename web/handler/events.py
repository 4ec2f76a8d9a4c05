"""Live worklists: server-sent events that say when it is worth loading the list again, and nothing else."""

import threading
import time
from collections.abc import Iterator

from flask import Blueprint, Response
from flask_login import current_user, login_required

from engine.errors import Refusal
from engine.queries.session_actor import SessionActor
from engine.queries.worklist_mark import WorklistMark
from web.shared import door

pages = Blueprint("events", __name__)
BREATH = 3.0  # seconds between two looks
LENGTH = 300.0  # seconds a stream lives; the browser opens the next by itself
HELD = threading.BoundedSemaphore(32)  # half the server's threads: pages are answered however many lists are open
RETRY = 5000  # milliseconds until the browser asks again


@pages.get("/events")
@login_required
def stream() -> Response:
    """``event: worklist`` with the mark of the reader's list, first now, then at every change; between, a ``beat``."""
    token, application = current_user.get_id(), door.application()
    actor = door.actor()

    def marks(held: bool) -> Iterator[str]:
        try:
            yield f"retry: {RETRY}\n\n"
            last, until = None, time.monotonic() + LENGTH
            while True:
                mark = application.ask(WorklistMark(), actor)
                yield f"event: worklist\ndata: {mark}\n\n" if mark != last else "event: beat\ndata: 1\n\n"
                last = mark
                if not held or time.monotonic() > until:
                    return
                time.sleep(BREATH)
                application.ask(SessionActor(token), actor)
        except Refusal:
            yield "event: over\ndata: signed out\n\n"
        finally:
            if held:
                HELD.release()

    answer = Response(marks(HELD.acquire(blocking=False)), mimetype="text/event-stream")
    answer.headers["X-Accel-Buffering"] = "no"
    return answer
