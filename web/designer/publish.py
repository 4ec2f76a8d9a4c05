"""Publish a draft: what is new, what its walks showed, and a second pair of eyes where the district asks for it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import login_required
from werkzeug.wrappers import Response

from engine.commands.approve_deployment import ApproveDeployment, RejectDeployment
from engine.commands.publish_draft import PublishDraft
from engine.errors import DeploymentRefused, Refusal
from engine.queries.deployments import Deployment
from engine.queries.draft_files import DraftFiles
from engine.queries.draft_walks import DraftWalks
from web.designer.answers import in_words
from web.shared import door
from web.shared.refusals import optional, sentence, status

pages = Blueprint("publish", __name__, template_folder="templates")


@pages.get("/designer/<bundle>/publish")
@login_required
def show(bundle: str) -> str:
    return _page(bundle)


@pages.post("/designer/<bundle>/publish")
@login_required
def publish(bundle: str) -> Response | tuple[str, int]:
    seen = request.form.get("revision", "")
    revision = int(seen) if seen.isdecimal() and len(seen) < 10 else 0
    try:
        done = door.act(PublishDraft(bundle, revision, request.form.get("note", ""), request.form.get("waiver", "")))
    except DeploymentRefused as refusal:
        return _page(bundle, sentence(refusal), [in_words(one) for one in refusal.problems]), 422
    except Refusal as refusal:
        return _page(bundle, sentence(refusal)), status(refusal)
    named = {"bundle": bundle, "number": done["version"]}
    if done["unchanged"] and done["status"] == "proposed":
        said = gettext("%(bundle)s version %(number)d waits already; what is said of it is as you say now.", **named)
        flash(said, "near")
    elif done["unchanged"]:
        flash(gettext("Nothing changed: this is %(bundle)s version %(number)d already.", **named), "near")
    elif done["status"] == "proposed":
        flash(gettext("%(bundle)s version %(number)d waits for a second person to approve it.", **named), "near")
    else:
        flash(gettext("%(bundle)s version %(number)d is in force. Running cases stay on theirs.", **named), "done")
    return redirect(url_for("publish.version", bundle=bundle, version=done["version"]))


@pages.get("/versions/<bundle>/<int:version>")
@login_required
def version(bundle: str, version: int) -> str:
    return _version(bundle, version)


@pages.post("/versions/<bundle>/<int:version>/approve")
@login_required
def approve(bundle: str, version: int) -> Response | tuple[str, int]:
    try:
        door.act(ApproveDeployment(bundle, version))
    except Refusal as refusal:
        return _version(bundle, version, sentence(refusal)), status(refusal)
    flash(gettext("%(bundle)s version %(number)d is in force.", bundle=bundle, number=version), "done")
    return redirect(url_for("publish.version", bundle=bundle, version=version))


@pages.post("/versions/<bundle>/<int:version>/reject")
@login_required
def reject(bundle: str, version: int) -> Response | tuple[str, int]:
    try:
        door.act(RejectDeployment(bundle, version, request.form.get("reason", "")))
    except Refusal as refusal:
        return _version(bundle, version, sentence(refusal)), status(refusal)
    flash(gettext("%(bundle)s version %(number)d is rejected.", bundle=bundle, number=version), "done")
    return redirect(url_for("publish.version", bundle=bundle, version=version))


def _page(bundle: str, problem: str | None = None, problems: list[str] | None = None) -> str:
    standing = door.ask(DraftWalks(bundle))
    return render_template(
        "designer/publish.html",
        draft=door.ask(DraftFiles(bundle)),
        verdict=standing["verdict"],
        four_eyes=door.application().settings.approval_required,
        problem=problem,
        problems=problems or [],
        typed=request.form,
    )


def _version(bundle: str, version: int, problem: str | None = None) -> str:
    row = door.ask(Deployment(bundle, version))
    ruling = optional(lambda: door.ask(Deployment(bundle)))
    return render_template(
        "designer/version.html",
        row=row,
        overtaken=ruling["version"] if ruling and ruling["version"] != row["base"] else None,
        mine=row["mine"],
        problem=problem,
    )
