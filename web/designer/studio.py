"""The designer's first page: which bundles there are, in which versions, and who is drawing what."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import login_required
from werkzeug.wrappers import Response

from engine.commands.discard_draft import DiscardDraft
from engine.commands.start_draft import StartDraft
from engine.errors import Refusal
from engine.queries.deployments import Deployments
from engine.queries.draft_files import DraftFiles
from engine.queries.drafts_of_bundle import DraftsOfBundle
from engine.queries.processes import Processes
from web.shared import door
from web.shared.refusals import sentence, status

pages = Blueprint("studio", __name__, template_folder="templates")
PAGE = 20


@pages.get("/designer")
@login_required
def show() -> str:
    return _page()


@pages.post("/designer/drafts")
@login_required
def start() -> Response | tuple[str, int]:
    new = "new" in request.form
    bundle, version = request.form.get("name" if new else "bundle", "").strip(), request.form.get("version", "")
    number = int(version) if version.isdecimal() and len(version) < 10 else None
    try:
        base = door.act(StartDraft(bundle, number, new=new))["base"]
    except Refusal as refusal:
        return _page(sentence(refusal), bundle if new else ""), status(refusal)
    if number and base and number != base:
        differs = gettext(
            "The draft has the files and walks of version %(number)d. What differs from version %(base)d, in force, is "
            "its change.", number=number, base=base,
        )  # fmt: skip
        flash(differs, "done")
    return redirect(url_for("studio_files.show", bundle=bundle))


@pages.get("/designer/<bundle>/discard")
@login_required
def ask_to_discard(bundle: str) -> str:
    return render_template("designer/discard.html", draft=door.ask(DraftFiles(bundle)))


@pages.post("/designer/<bundle>/discard")
@login_required
def discard(bundle: str) -> Response:
    seen = request.form.get("revision", "")
    door.act(DiscardDraft(bundle, int(seen) if seen.isdecimal() and len(seen) < 10 else 0))
    flash(gettext("The draft of %(bundle)s is discarded. What is deployed stays as it is.", bundle=bundle), "done")
    return redirect(url_for("studio.show"))


def _page(said: str = "", name: str = "") -> str:
    drafts = door.ask(DraftsOfBundle())
    deployed = door.ask(Deployments(limit=PAGE, cursor=request.args.get("cursor")))
    return render_template(
        "designer/studio.html",
        bundles=_bundles(drafts),
        unborn=[one for one in drafts if one["base"] is None],
        versions=deployed["items"],
        following=deployed["next"],
        said=said,
        name=name,
    )


def _bundles(drafts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The bundles in force with their processes and the drafts of each, one's own first."""
    found: dict[str, dict[str, Any]] = {}
    for process in door.ask(Processes()):
        own = {"name": process["bundle"], "version": process["version"], "processes": [], "drafts": []}
        found.setdefault(process["bundle"], own)["processes"].append(process)
    for one in sorted(drafts, key=lambda one: not one["mine"]):
        if one["bundle"] in found and one["base"] is not None:
            found[one["bundle"]]["drafts"].append(one)
    return list(found.values())
