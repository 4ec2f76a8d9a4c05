"""What lets a telephone keep the pages as an app: a manifest, and a worker that answers when there is no line."""

from flask import Blueprint, Response, jsonify, render_template
from flask_babel import gettext

from web.shared.assets import STATIC, asset

pages = Blueprint("installed", __name__, template_folder="templates")


@pages.get("/manifest.webmanifest")
def manifest() -> Response:
    answer = jsonify(
        name=gettext("Suqiu · Citizens' requests"),
        short_name=gettext("Suqiu"),
        start_url="/",
        scope="/",
        display="standalone",
        background_color="#f6f7f5",
        theme_color="#0f5570",
        icons=[{"src": asset("seal.svg"), "sizes": "any", "type": "image/svg+xml"}],
        shortcuts=[
            {"name": gettext("Submit a request"), "url": "/submit"},
            {"name": gettext("Follow a request"), "url": "/track"},
        ],
    )
    answer.mimetype = "application/manifest+json"
    return answer


@pages.get("/worker.js")
def worker() -> Response:
    """At the root, so that its scope is every page; never kept, so that a new one comes at once."""
    answer = Response((STATIC / "js/worker.js").read_bytes(), mimetype="text/javascript")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@pages.get("/offline")
def offline() -> str:
    return render_template("shared/offline.html")
