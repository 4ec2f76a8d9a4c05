"""Static files with names that change when they change, one style sheet of all, the manifest of the built bundles."""

import hashlib
import json
import mimetypes
from functools import cache
from pathlib import Path

from flask import Blueprint, Flask, Response, request

STATIC = Path(__file__).resolve().parents[1] / "static"
FOREVER = "public, max-age=31536000, immutable"
SHEETS = (
    "tokens",
    "base",
    "layout",
    "forms",
    "work",
    "evidence",
    "desk",
    "calendar",
    "designer",
)  # each may go by those before

pages = Blueprint("assets", __name__, static_folder=str(STATIC), static_url_path="/assets")


@cache
def asset(name: str) -> str:
    """The address of a file in ``web/static``, with the beginning of its hash, so that it may be kept for ever."""
    return f"/assets/{name}?v={_mark((STATIC / name).read_bytes())}"


@cache
def stylesheet() -> str:
    """The address of the style sheet of every page: one, because a page is painted only when all it names are there."""
    return f"/assets/pages.css?v={_mark(_styles())}"


@cache
def bundle(source: str) -> dict[str, list[str] | str]:
    """What the page of a built bundle loads: its script, the modules that imports, and the style sheets of all."""
    built = json.loads((STATIC / "editors/.vite/manifest.json").read_text(encoding="utf-8"))
    parts, at = [source], 0
    while at < len(parts):
        parts += [name for name in built[parts[at]].get("imports", []) if name not in parts]
        at += 1
    sheets = [name for part in reversed(parts) for name in built[part].get("css", [])]
    return {
        "script": f"/assets/editors/{built[source]['file']}",
        "modules": [f"/assets/editors/{built[part]['file']}" for part in parts[1:]],
        "styles": [f"/assets/editors/{name}" for name in dict.fromkeys(sheets)],
    }


@pages.get("/assets/pages.css")
def styles() -> Response:
    return Response(_styles(), mimetype="text/css")


def prepare(app: Flask) -> None:
    # Some hosts call JavaScript text/plain, and browsers then refuse modules.
    mimetypes.add_type("text/javascript", ".js")
    app.register_blueprint(pages)
    app.jinja_env.globals.update(asset=asset, bundle=bundle, stylesheet=stylesheet)
    app.add_url_rule("/favicon.ico", "favicon", lambda: pages.send_static_file("seal.svg"))
    app.after_request(_keep)


@cache
def _styles() -> bytes:
    return b"\n".join((STATIC / "css" / f"{name}.css").read_bytes() for name in SHEETS)


def _mark(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:10]


def _keep(response: Response) -> Response:
    if request.path.startswith("/assets/"):
        named_by_hash = "v" in request.args or request.path.startswith("/assets/editors/assets/")
        response.headers["Cache-Control"] = FOREVER if named_by_hash else "no-cache"
    elif "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    return response
