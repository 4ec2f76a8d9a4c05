"""Clusters: a board of matters by street, and each cluster with one act to convene its units."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from flask_login import login_required
from werkzeug.wrappers import Response

from engine.commands.convene_cluster import ConveneCluster
from engine.commands.dismiss_cluster import DismissCluster
from engine.errors import Refusal
from engine.queries.cluster_view import ClusterView
from engine.queries.clusters import ClusterBoard, Clusters
from engine.queries.recurrence_list import RecurrenceList
from web.shared import door
from web.shared.refusals import sentence, status

pages = Blueprint("clusters", __name__, template_folder="templates")
PAGE = 50
SPANS = (7, 30, 90)


@pages.get("/clusters")
@login_required
def show_all() -> str:
    given = request.args.get("days", "30")
    days = int(given) if given.isdecimal() and int(given) in SPANS else 30
    listed = door.ask(Clusters(limit=PAGE, cursor=request.args.get("cursor")))
    return render_template(
        "coordinator/clusters.html",
        board=door.ask(ClusterBoard(days)),
        rows=listed["items"],
        following=listed["next"],
        back=door.ask(RecurrenceList(limit=20)),
        spans=SPANS,
    )


@pages.get("/clusters/<number>")
@login_required
def show(number: str) -> str:
    return _page(number)


@pages.post("/clusters/<number>/convene")
@login_required
def convene(number: str) -> Response | tuple[str, int]:
    try:
        made = door.act(ConveneCluster(number, request.form.get("reason", "").strip()))
    except Refusal as refusal:
        return _page(number, sentence(refusal)), status(refusal)
    joined = len(made["merged"])
    flash(ngettext("Convened; %(num)d case is joined.", "Convened; %(num)d cases are joined.", joined), "done")
    if made["left_out"]:
        left = gettext(", ").join(one["number"] for one in made["left_out"])
        flash(gettext("Not joined, since they are at another point: %(cases)s", cases=left), "near")
    return redirect(url_for("joint.show", number=made["number"]))


@pages.post("/clusters/<number>/dismiss")
@login_required
def dismiss(number: str) -> Response | tuple[str, int]:
    try:
        door.act(DismissCluster(number, request.form.get("reason", "").strip()))
    except Refusal as refusal:
        return _page(number, sentence(refusal)), status(refusal)
    flash(gettext("Noted. It is proposed again when it grows anew."), "done")
    return redirect(url_for("clusters.show_all"))


def _page(number: str, problem: str | None = None) -> str:
    return render_template("coordinator/cluster.html", cluster=door.ask(ClusterView(number)), problem=problem)
