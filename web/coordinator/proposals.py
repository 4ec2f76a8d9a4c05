"""What speaks for whom: the units proposed for a case or a dispute, each with its evidence, and the like of a case."""

from flask import Blueprint, render_template, request
from flask_login import login_required

from engine.queries.case_file import CaseFile
from engine.queries.dispute_view import DisputeView
from engine.queries.similar_cases import SimilarCases
from engine.queries.suggestions import Suggestions
from web.shared import door

pages = Blueprint("proposals", __name__, template_folder="templates")


@pages.get("/cases/<number>/suggestions")
@login_required
def suggestions(number: str) -> str:
    return render_template(
        "coordinator/suggestions.html",
        file=door.ask(CaseFile(number)),
        found=door.ask(Suggestions(number, request.args.get("matter") or None)),
    )


@pages.get("/cases/<number>/similar")
@login_required
def similar(number: str) -> str:
    return render_template(
        "coordinator/similar.html", file=door.ask(CaseFile(number)), found=door.ask(SimilarCases(number))
    )


@pages.get("/disputes/<number>")
@login_required
def dispute(number: str) -> str:
    return render_template("coordinator/dispute.html", dispute=door.ask(DisputeView(number)))
