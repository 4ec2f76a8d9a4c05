"""The walks of a draft: run them all, see which hold and which flows none of them takes; put one in, take one out."""

from functools import lru_cache
from typing import Any

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import login_required
from werkzeug.wrappers import Response as Redirect

from engine.commands.begin_trial import BeginTrial, CancelTrial
from engine.commands.save_walk import SaveWalk
from engine.errors import Refusal, Stale, Unusable
from engine.operations.bundle_problems import parsed
from engine.operations.tried_content import content_hash
from engine.persistence.trials import WALKS
from engine.queries.draft_files import DraftFiles
from engine.queries.draft_walks import DraftWalks
from engine.rehearsal.district import ZONE
from engine.rehearsal.scenario import read_scenario
from engine.rehearsal.trial import begin
from engine.rehearsal.walk_all import WalkAll
from engine.runtime import as_text
from web.designer.answers import told
from web.designer.stage_door import ground_of
from web.shared import door
from web.shared.refusals import sentence, status
from web.shared.saved import to_save

pages = Blueprint("walks", __name__, template_folder="templates", url_prefix="/designer/<bundle>/walks")


@pages.get("")
@login_required
def show(bundle: str) -> str:
    """With ``?change=`` one of them is there to be written anew."""
    walks, name = door.ask(DraftWalks(bundle))["walks"], request.args.get("change", "")
    text = walks.get(name, b"").decode(errors="replace")
    return _page(bundle, typed={"name": name, "text": text} if name in walks else None)


@pages.post("/run")
@login_required
def run(bundle: str) -> Redirect | str | tuple[str, int]:
    """All of them, or (``some``) those that are ticked, beside; the page shows how far it is."""
    walks = door.ask(DraftWalks(bundle))["walks"]
    try:
        ticked = _ticked(walks) if "some" in request.form else walks
        ground = ground_of(bundle, None)
        parsed(bundle, ground.files)
        wanted = {"walks": sorted(ticked)} if len(ticked) < len(walks) else {}
        made = door.act(BeginTrial(WALKS, bundle, content_hash(ground.files, walks), len(ticked), wanted))
        all_of_them = WalkAll(ground, ticked)
        begin(door.application(), door.actor(), made["id"], all_of_them.each(), all_of_them.found)
    except Refusal as refusal:
        return _page(bundle, told(refusal)), status(refusal)
    return redirect(url_for("walks.show", bundle=bundle))


@pages.post("/cancel/<trial_id>")
@login_required
def cancel(bundle: str, trial_id: str) -> Redirect | tuple[str, int]:
    try:
        door.act(CancelTrial(trial_id))
    except Refusal as refusal:
        return _page(bundle, sentence(refusal)), status(refusal)
    return redirect(url_for("walks.show", bundle=bundle))


@pages.post("")
@login_required
def save(bundle: str) -> Redirect | tuple[str, int]:
    """A walk as text, under a file name."""
    name, text = request.form.get("name", "").strip(), request.form.get("text", "")
    try:
        content = text.replace("\r\n", "\n").encode()
        read_scenario(name or "walk", content, ZONE)
        door.act(SaveWalk(bundle, name, content, _seen("over") or _seen()))
    except Refusal as refusal:
        typed = {"name": name, "text": text, "seen": _seen() if isinstance(refusal, Stale) else None}
        return _page(bundle, sentence(refusal), typed=typed), status(refusal)
    flash(gettext("The walk %(name)s is in the draft.", name=name), "done")
    return redirect(url_for("walks.show", bundle=bundle))


@pages.post("/<name>/remove")
@login_required
def remove(bundle: str, name: str) -> Redirect | tuple[str, int]:
    try:
        door.act(SaveWalk(bundle, name, None, _seen()))
    except Refusal as refusal:
        return _page(bundle, sentence(refusal)), status(refusal)
    flash(gettext("The walk %(name)s is taken out of the draft.", name=name), "done")
    return redirect(url_for("walks.show", bundle=bundle))


@pages.get("/<name>.yaml")
@login_required
def file(bundle: str, name: str) -> Response:
    walks = door.ask(DraftWalks(bundle))["walks"]
    if f"{name}.yaml" not in walks:
        raise Unusable(f"Expected a walk of this draft, but there is none called {name}.")
    return to_save(walks[f"{name}.yaml"], f"{name}.yaml", "application/yaml")


@pages.get("/diagrams/<process>.json")
@login_required
def diagram(bundle: str, process: str) -> Response | tuple[Response, int]:
    """A diagram of the draft with the flows painted that no walk took when they were last run."""
    drawn = door.ask(DraftFiles(bundle))["files"]
    last = door.ask(DraftWalks(bundle))["last"]
    found = parsed(bundle, drawn).definitions.get(process)
    if found is None or last is None:
        return jsonify(title="There is no such process."), 404
    missing = last.found.get("missing", {}).get(process, [])
    taken = [flow for flow in found.flows if flow not in missing]
    return jsonify(xml=as_text(drawn[found.file]), elements={}, flows=taken, missing=missing)


def _seen(field: str = "revision") -> int:
    given = request.form.get(field, "")
    return int(given) if given.isdecimal() and len(given) < 10 else 0


def _ticked(walks: dict[str, bytes]) -> dict[str, bytes]:
    names = request.form.getlist("walk")
    if not names or any(name not in walks for name in names):
        raise Unusable("Expected walks of this draft to be ticked, but found none. Tick those you want to run.")
    return {name: walks[name] for name in names}


def _page(bundle: str, problem: str | None = None, typed: dict[str, Any] | None = None) -> str:
    standing = door.ask(DraftWalks(bundle))
    last = standing["last"]
    return render_template(
        "designer/walks.html",
        bundle_name=bundle,
        revision=standing["revision"],
        walks=_titles(standing["walks"]),
        last=last,
        lost=last is not None and last.is_lost(door.now()),
        results={one["name"]: one for one in last.items} if last else {},
        is_level=standing["is_level"],
        problem=problem,
        typed=typed or {},
    )


def _titles(walks: dict[str, bytes]) -> list[dict[str, str]]:
    return [
        {"name": name, "stem": name.removesuffix(".yaml"), "title": _title(name, content)}
        for name, content in walks.items()
    ]


@lru_cache(maxsize=512)  # reading the sixty walks of a large bundle takes a second
def _title(name: str, content: bytes) -> str:
    try:
        return read_scenario(name, content, ZONE).title
    except Refusal as refusal:
        return refusal.message
