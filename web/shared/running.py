"""What runs under a business key: its diagrams with their tokens, and its journal, for those who may see them."""

from typing import Any

from flask import Response, jsonify

from engine.queries.diagram_view import DiagramView
from engine.queries.journal_of import JournalOf
from web.shared import door
from web.shared.refusals import optional

JOURNAL = 500
BORDER = "boundaryEvent"


def running(key: str) -> dict[str, Any]:
    """For a page: ``diagrams``, ``processes`` by name, ``elements`` by id, and ``journal`` (None when not entitled)."""
    diagrams = [_plain(view) for view in optional(lambda: door.ask(DiagramView(key))) or []]
    journal = optional(lambda: door.ask(JournalOf(key, limit=JOURNAL)))
    return {
        "diagrams": diagrams,
        "processes": {view["name"]: view for view in diagrams},
        "elements": {name: element for view in diagrams for name, element in view["elements"].items()},
        "journal": journal["items"] if journal else None,
    }


def drawn(key: str, instance: str, process: str) -> Response | tuple[Response, int]:
    """What the viewer draws: the XML, the state of each element, the flows taken."""
    for view in door.ask(DiagramView(key)):
        if view["instance"] == instance and view["process"] == process:
            return jsonify(_plain(view))
    return jsonify(title="There is no such instance."), 404


def _plain(view: dict[str, Any]) -> dict[str, Any]:
    """The view with its steps first: an event on the border of one listens for what may come and holds no token."""
    told = {name: _listening(one) for name, one in view["elements"].items()}
    first = dict(sorted(told.items(), key=lambda pair: pair[1].get("kind") == BORDER))
    return {**view, "elements": first, "steps": [_listening(step) for step in view["steps"]]}


def _listening(one: dict[str, Any]) -> dict[str, Any]:
    waits = one["state"] == "waiting" and one.get("kind") == BORDER
    return {**one, "state": "listening"} if waits else one
