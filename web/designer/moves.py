"""Move running cases to another version: tried dry first, a verdict per case, then one case after another."""

from collections import Counter
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import login_required
from werkzeug.wrappers import Response

from engine.commands.migrate_instance import RevertInstance
from engine.commands.plan_migration import PauseMigration, PlanMigration, ResumeMigration
from engine.errors import Refusal, Unusable
from engine.persistence.bundles import APPROVED
from engine.persistence.migrations import RESULTS
from engine.queries.migration_view import MigrationView
from engine.queries.migrations import MigrationList, RunningByVersion, Unmatched
from engine.queries.processes import Processes
from web.shared import door
from web.shared.assets import bundle as built
from web.shared.policy import EDITOR_POLICY
from web.shared.refusals import sentence, status

pages = Blueprint("moves", __name__, template_folder="templates", url_prefix="/moves")
PAGE = 50
GONE = "-"  # in place of a new element: the old one is gone


@pages.get("")
@login_required
def show_all() -> str:
    return render_template("designer/moves.html", rows=door.ask(MigrationList())["items"], bundles=_bundles())


@pages.get("/new")
@login_required
def new() -> Response:
    return _plan_page()


@pages.post("")
@login_required
def plan() -> Response | tuple[Response, int]:
    """Dry or for good; the clock does it, so the page only shows how far it is."""
    given = request.form
    try:
        before, after = _number(given.get("from", "")), _number(given.get("to", ""))
        mapping = {
            name.removeprefix("map."): "" if value == GONE else value
            for name, value in given.items()
            if name.startswith("map.") and value
        }
        made = door.act(PlanMigration(given.get("bundle", ""), before, after, mapping, "dry" in given))
    except Refusal as refusal:
        return _plan_page(sentence(refusal)), status(refusal)
    return redirect(url_for("moves.show", migration_id=made["id"]))


@pages.get("/<migration_id>")
@login_required
def show(migration_id: str) -> str:
    return _page(migration_id)


@pages.post("/<migration_id>/pause")
@login_required
def pause(migration_id: str) -> Response | tuple[str, int]:
    return _done(migration_id, PauseMigration(migration_id))


@pages.post("/<migration_id>/resume")
@login_required
def resume(migration_id: str) -> Response | tuple[str, int]:
    return _done(migration_id, ResumeMigration(migration_id))


@pages.get("/<migration_id>/<instance_id>/revert")
@login_required
def ask_to_revert(migration_id: str, instance_id: str) -> str:
    found = door.ask(MigrationView(migration_id, instance=instance_id))
    return render_template("designer/revert.html", move=found, one=found["items"][0])


@pages.post("/<migration_id>/<instance_id>/revert")
@login_required
def revert(migration_id: str, instance_id: str) -> Response | tuple[str, int]:
    answer = _done(migration_id, RevertInstance(migration_id, instance_id))
    if isinstance(answer, Response):
        flash(gettext("The case is back on its old version."), "done")
    return answer


def _done(migration_id: str, command: Any) -> Response | tuple[str, int]:
    try:
        door.act(command)
    except Refusal as refusal:
        return _page(migration_id, sentence(refusal)), status(refusal)
    return redirect(url_for("moves.show", migration_id=migration_id))


def _page(migration_id: str, problem: str | None = None) -> str:
    chosen = request.args.get("status")
    chosen = chosen if chosen in RESULTS else None
    found = door.ask(MigrationView(migration_id, status=chosen, limit=PAGE, cursor=request.args.get("cursor")))
    again = {"bundle": found["bundle"], "from": found["from"], "to": found["to"]}
    again |= {f"map.{old}": new or GONE for old, new in found["mapping"].items()}
    return render_template("designer/move.html", move=found, chosen=chosen, again=again, problem=problem)


def _plan_page(problem: str | None = None) -> Response:
    given = request.values
    names = _bundles()
    bundle = given.get("bundle") or (names[0] if names else "")
    versions = door.ask(RunningByVersion(bundle)) if bundle else []
    known = [one["version"] for one in versions]
    targets = [one["version"] for one in versions if one["status"] in APPROVED]
    after = _number_or(given.get("to", ""), targets[0] if targets else 0)
    busy = next((one["version"] for one in reversed(versions) if one["running"] and one["version"] != after), None)
    before = _number_or(given.get("from", ""), busy or next((one for one in known if one != after), after))
    differ = before != after and before in known and after in targets
    unmatched = door.ask(Unmatched(bundle, before, after)) if differ else []
    ids = Counter(one["element"] for one in unmatched)
    unmatched = [{**one, "shared": ids[one["element"]] > 1} for one in unmatched]
    page = render_template(
        "designer/move_plan.html",
        names=names,
        bundle_name=bundle,
        versions=versions,
        targets=targets,
        before=before,
        after=after,
        differ=differ,
        unmatched=unmatched,
        drawings=_drawings(unmatched),
        loaded=built("src/mapping.js"),
        typed=given,
        problem=problem,
    )
    answer = make_response(page)
    answer.headers["Content-Security-Policy"] = EDITOR_POLICY
    return answer


def _drawings(unmatched: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each diagram something is gone from: its files, old and new, and for each such element what it could be.

    An id that several processes lost is told by the fields alone: a drawing finds its field by the id.
    """
    found: dict[tuple[str, str], dict[str, list[str]]] = {}
    for one in unmatched:
        if one["shared"]:
            continue
        found.setdefault(one["files"], {})[one["element"]] = [other["element"] for other in one["candidates"]]
    return [{"before": before, "after": after, "candidates": each} for (before, after), each in found.items()]


def _bundles() -> list[str]:
    return sorted({one["bundle"] for one in door.ask(Processes())})


def _number(text: str) -> int:
    if not text.isdecimal() or len(text) > 9:
        raise Unusable(f"Expected the number of a version, but found {text[:20]!r}. Choose one from the list.")
    return int(text)


def _number_or(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else otherwise
