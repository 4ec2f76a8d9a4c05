"""Two versions, or a version and one's own draft, beside each other and in words."""

from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask_login import login_required
from werkzeug.wrappers import Response as AnyResponse

from engine.errors import NotFound
from engine.queries.bundle_diff import BundleDiff
from engine.queries.deployments import Deployment, Deployments
from engine.queries.draft_files import DraftFiles
from engine.runtime import as_text
from web.designer.answers import as_json
from web.shared import door
from web.shared.assets import bundle as built
from web.shared.policy import EDITOR_POLICY

pages = Blueprint("compare", __name__, template_folder="templates")
DRAFT = "draft"


@pages.get("/designer/<bundle>/compare")
@login_required
def choose(bundle: str) -> AnyResponse:
    """Where the form that picks two versions leads."""
    given = {side: request.args.get(side, "") for side in ("before", "after")}
    return redirect(url_for("compare.show", bundle=bundle, **{side: name or DRAFT for side, name in given.items()}))


@pages.get("/designer/<bundle>/compare/<before>/<after>")
@login_required
def show(bundle: str, before: str, after: str) -> Response:
    found = door.ask(BundleDiff(bundle, _version(before), _version(after)))
    files = list(dict.fromkeys(one["file"] for one in found["elements"]))
    asked = request.args.get("file", "")
    file = asked if asked in files else next(iter(files), "")
    page = render_template(
        "designer/compare.html",
        bundle=bundle,
        before=before,
        after=after,
        found=found,
        drawn=[name for name in (*files, *found["files"]["changed"]) if name.endswith(".bpmn")],
        file=file,
        marks=[
            {"element": one["element"], "change": one["change"]} for one in found["elements"] if one["file"] == file
        ],
        loaded=built("src/compare.js"),
        versions=[one["version"] for one in door.ask(Deployments(limit=200))["items"] if one["bundle"] == bundle],
    )
    answer = make_response(page)
    answer.headers["Content-Security-Policy"] = EDITOR_POLICY
    return answer


@pages.get("/designer/<bundle>/compare/<side>/content/<file>")
@as_json
def content(bundle: str, side: str, file: str) -> dict[str, Any]:
    version = _version(side)
    if version is None:
        files = door.ask(DraftFiles(bundle))["files"]
        texts = {name: as_text(found) for name, found in files.items()}
    else:
        texts = {one["name"]: one["content"] for one in door.ask(Deployment(bundle, version))["files"]}
    if file not in texts:
        raise NotFound(f"Expected a file {file} in {bundle}, but there is none.")
    return {"content": texts[file]}


def _version(side: str) -> int | None:
    if side == DRAFT:
        return None
    if not side.isdecimal() or len(side) > 9:
        raise NotFound(f"Expected a version's number or the word draft, but found {side[:40]}.")
    return int(side)
