"""The light of a deadline: a state, a glyph and a style; the words beside it say the same."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Flask

from web.shared import door
from web.shared.language import as_moment

NEAR_SHARE = 0.25


@dataclass(frozen=True)
class Light:
    """``light`` is over, near, running, paused or none; ``at`` the due moment."""

    light: str
    at: datetime | None = None
    style: str = ""
    glyph: str = "ring"
    share: int | None = None  # of the limit that has passed, in percent


def light(due: datetime | str | None, since: datetime | str | None = None, paused: bool = False) -> Light:
    """How a deadline stands: near when a quarter of the time since ``since`` (or an hour) is left."""
    if paused:
        return Light("paused", as_moment(due) if due else None, "is-paused", "paused")
    if not due:
        return Light("none")
    at, now = as_moment(due), door.now()
    if at <= now:
        return Light("over", at, "is-over", "over", 100)
    whole = (at - as_moment(since)).total_seconds() if since else 0
    remaining = (at - now).total_seconds()
    passed = min(100, max(0, round(100 - 100 * remaining / whole))) if whole > 0 else None
    if remaining <= max(whole * NEAR_SHARE, 3600):
        return Light("near", at, "is-near", "near", passed)
    return Light("running", at, share=passed)


def of_row(row: Any) -> Light:
    return light(row.get("due_at"), row.get("since") or row.get("opened_at"), bool(row.get("paused")))


def prepare(app: Flask) -> None:
    app.jinja_env.globals.update(light=light, light_of=of_row)
