"""What if: the last closed cases once more, on the draft, before it is published."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import login_required
from werkzeug.wrappers import Response

from engine.commands.begin_trial import BeginTrial, CancelTrial
from engine.errors import Refusal, Unusable
from engine.operations.bundle_problems import parsed
from engine.operations.tried_content import content_hash
from engine.persistence.trials import WHAT_IF
from engine.queries.draft_walks import LastWhatIf
from engine.queries.past_cases import MOST, ClosedCases
from engine.queries.processes import Processes
from engine.rehearsal.trial import begin
from engine.rehearsal.what_if import ANSWERS, WhatIf
from web.designer.answers import told
from web.designer.stage_door import ground_of
from web.shared import door
from web.shared.refusals import sentence, status

pages = Blueprint("what_if", __name__, template_folder="templates", url_prefix="/designer/<bundle>/what-if")
USUAL = 100


@pages.get("")
@login_required
def show(bundle: str) -> str:
    return _page(bundle)


@pages.post("")
@login_required
def run(bundle: str) -> Response | tuple[str, int]:
    """The last closed cases, beside; the page shows how far it is."""
    try:
        most, process = _number(request.form.get("most", "")), request.form.get("process") or None
        past = door.ask(ClosedCases(bundle, process, most))
        if not past:
            raise Unusable("Expected closed cases to look back at, but there are none yet.")
        ground = ground_of(bundle, None)
        parsed(bundle, ground.files)
        wanted = {"most": most, "process": process}
        made = door.act(BeginTrial(WHAT_IF, bundle, content_hash(ground.files, {}), len(past), wanted))
        trial = WhatIf(door.application(), door.actor(), ground, past)
        begin(door.application(), door.actor(), made["id"], trial.each(), trial.found)
    except Refusal as refusal:
        return _page(bundle, told(refusal)), status(refusal)
    return redirect(url_for("what_if.show", bundle=bundle))


@pages.post("/cancel/<trial_id>")
@login_required
def cancel(bundle: str, trial_id: str) -> Response | tuple[str, int]:
    try:
        door.act(CancelTrial(trial_id))
    except Refusal as refusal:
        return _page(bundle, sentence(refusal)), status(refusal)
    return redirect(url_for("what_if.show", bundle=bundle))


def _page(bundle: str, problem: str | None = None) -> str:
    last, is_level = door.ask(LastWhatIf(bundle))
    rows = last.items if last else []
    counts = {answer: sum(answer in one["answers"] for one in rows) for answer in ANSWERS}
    chosen = request.args.get("answer", "")
    return render_template(
        "designer/what_if.html",
        bundle_name=bundle,
        last=last,
        lost=last is not None and last.is_lost(door.now()),
        is_level=is_level,
        wanted=last.wanted if last else {},
        counts=counts,
        chosen=chosen if chosen in ANSWERS else "",
        rows=[one for one in rows if chosen not in ANSWERS or chosen in one["answers"]],
        processes=[one for one in door.ask(Processes()) if one["bundle"] == bundle],
        most=MOST,
        usual=USUAL,
        problem=problem,
    )


def _number(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text[:9]) <= MOST:
        raise Unusable(f"Expected how many cases, from 1 to {MOST}, but found {text[:20]!r}.")
    return int(text)
