"""Play: a version of a bundle in a district of its own, on a clock that runs when the designer says so."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask import Response as FlaskResponse
from flask_babel import gettext
from flask_login import login_required
from werkzeug.wrappers import Response

from engine.actor import ROLES
from engine.casework.glossary import KINDS
from engine.commands.begin_play import BeginPlay
from engine.commands.keep_play import KeepPlay, PutAwayPlay
from engine.commands.save_walk import SaveWalk
from engine.errors import DeploymentRefused, FormRejected, NotFound, Refusal, Unusable
from engine.persistence.user_tasks import UserTask
from engine.queries.deployments import Deployments
from engine.queries.drafts_of_bundle import DraftsOfBundle
from engine.queries.plays import MyPlays, PlayOf
from engine.queries.standing import OpenTasks
from engine.rehearsal.glimpse import diagrams, glimpse
from engine.rehearsal.recording import completion, written
from web.designer.played_form import PlayedForm
from web.designer.played_words import in_local_time, step_line, who_in
from web.designer.stage_door import Onstage, onstage, sandboxes
from web.designer.steps import SPANS, step_of
from web.shared import door
from web.shared.language import language
from web.shared.refusals import sentence, status
from web.shared.saved import to_save
from web.shared.sentences import translated

pages = Blueprint("plays", __name__, template_folder="templates", url_prefix="/play")
MORNING = time(9, 0)
DRAFT = "draft"
LONGEST_TITLE = 200


@pages.get("")
@login_required
def show_all() -> str:
    return _list()


@pages.post("")
@login_required
def begin() -> Response | tuple[str, int]:
    try:
        bundle, version = _which(request.form.get("version", ""))
        made = door.act(BeginPlay(bundle, version, _starts(request.form.get("starts", ""))))
    except Refusal as refusal:
        return _list(sentence(refusal)), status(refusal)
    return redirect(url_for("plays.show", play_id=made["id"]))


@pages.get("/<play_id>")
@login_required
def show(play_id: str) -> str | tuple[str, int]:
    return _page(play_id)


@pages.post("/<play_id>/steps")
@login_required
def act(play_id: str) -> Response | str | tuple[str, int]:
    """One more step, from any of the small forms."""
    try:
        with onstage(play_id) as here:
            here.do(step_of(request.form.get("act", ""), request.form, here.play.stage))
    except FormRejected as refusal:
        return _page(play_id, " ".join([sentence(refusal), *(one for said in refusal.fields.values() for one in said)]))
    except Refusal as refusal:
        return _page(play_id, _with_place(refusal))
    return redirect(url_for("plays.show", play_id=play_id))


@pages.post("/<play_id>/undo")
@login_required
def undo(play_id: str) -> Response:
    """Take back the last step, or all from the one that no longer fits: the others are played again."""
    row = door.ask(PlayOf(play_id))
    kept = request.form.get("keep", "")
    left = int(kept) if kept.isdecimal() and len(kept) < 6 else len(row.steps) - 1
    door.act(KeepPlay(play_id, row.revision, row.steps[: max(left, 0)]))
    return redirect(url_for("plays.show", play_id=play_id))


@pages.post("/<play_id>/away")
@login_required
def put_away(play_id: str) -> Response:
    door.act(PutAwayPlay(play_id))
    sandboxes().forget(play_id)
    flash(gettext("The play is put away."), "done")
    return redirect(url_for("plays.show_all"))


@pages.get("/<play_id>/tasks/<task_id>")
@login_required
def task(play_id: str, task_id: str) -> str:
    with onstage(play_id) as here:
        return _task_page(here, _task(here, task_id), PlayedForm.of(here.play, task_id))


@pages.post("/<play_id>/tasks/<task_id>/fields")
@login_required
def fields(play_id: str, task_id: str) -> str:
    """The form again with what was typed: conditions and rows follow the answers given so far."""
    with onstage(play_id) as here:
        return _task_page(here, _task(here, task_id), PlayedForm.of(here.play, task_id).typed(request.form))


@pages.post("/<play_id>/tasks/<task_id>")
@login_required
def complete(play_id: str, task_id: str) -> Response | str | tuple[str, int]:
    with onstage(play_id) as here:
        found = _task(here, task_id)
        form = PlayedForm.of(here.play, task_id).typed(request.form)
        if form.wants_another_look:
            return _task_page(here, found, form)
        by = request.form.get("_by", "")
        raw = completion(here.play.stage, found, form.sheet, form.data, by if by in ROLES else None)
        try:
            here.do(raw)
        except FormRejected as refusal:
            return _task_page(here, found, form.refused(refusal)), 422
        except Refusal as refusal:
            return _task_page(here, found, form, _with_place(refusal)), status(refusal)
    return redirect(url_for("plays.show", play_id=play_id))


@pages.get("/<play_id>/diagrams/<path:number>/<instance>/<process>.json")
@login_required
def diagram(play_id: str, number: str, instance: str, process: str) -> FlaskResponse | tuple[FlaskResponse, int]:
    with onstage(play_id) as here:
        for view in diagrams(here.play, number):
            if view["instance"] == instance and view["process"] == process:
                return jsonify(view)
    return jsonify(title="There is no such instance."), 404


@pages.post("/<play_id>/walk")
@login_required
def walk(play_id: str) -> FlaskResponse | Response | str | tuple[str, int]:
    """The play as a walk: its steps, and after each what stood then. Of a draft it goes into the draft."""
    try:
        with onstage(play_id) as here:
            content = _walk(here, request.form.get("title", "").strip(), every="every" in request.form)
            row = here.row
        if row.version is None:
            name = f"{request.form.get('name', '').strip().removesuffix('.yaml')}.yaml"
            door.act(SaveWalk(row.bundle, name, content))
            flash(gettext("The walk %(name)s is in the draft.", name=name), "done")
            return redirect(url_for("walks.show", bundle=row.bundle))
    except Refusal as refusal:
        return _page(play_id, sentence(refusal))
    return to_save(content, "walk.yaml", "application/yaml")


def _walk(here: Onstage, title: str, *, every: bool) -> bytes:
    if not title:
        raise Unusable("Expected a title that says what the walk shows, but found nothing. Write a sentence.")
    if len(title) > LONGEST_TITLE:
        raise Unusable(f"Expected a title of at most {LONGEST_TITLE} characters, but found {len(title)}. Shorten it.")
    if not here.play.steps:
        raise Unusable("Expected at least one step to save, but the play has none yet.")
    stood = here.play.stood if every else [{}] * (len(here.play.stood) - 1) + here.play.stood[-1:]
    steps = []
    for raw, then in zip(here.play.steps, stood, strict=True):
        steps += [raw, {"expect": then}] if then else [raw]
    return written(title, "", here.row.starts.astimezone(door.zone()), steps)


def _page(play_id: str, problem: str | None = None) -> str | tuple[str, int]:
    try:
        with onstage(play_id) as here:
            seen = glimpse(here.play, here.bundle)
            known = [one["key"] for one in seen["runs"]]
            chosen = request.args.get("key", "")
            key = chosen if chosen in known else known[0] if known else None
            page = render_template(
                "designer/play.html",
                play=here.row,
                steps=here.row.steps,
                done=len(here.play.steps),
                refused=_refused(here.refused),
                seen=seen,
                names=sorted(name for name, one in here.play.stage.names.items() if one in here.play.stage.tracking),
                processes=_processes(here),
                kinds=[one.code for one in KINDS if one.code in here.bundle.definitions],
                key=key,
                shown=next((one for one in seen["runs"] if one["key"] == key), None),
                diagrams=diagrams(here.play, key) if key else [],
                spans=SPANS,
                step_line=step_line,
                problem=problem,
                typed=_typed(request.form.get("act", "walk") if problem else None),
                who=who_in(here.play.stage),
                in_local_time=in_local_time,
            )
    except DeploymentRefused as refusal:
        row = door.ask(PlayOf(play_id))
        return render_template("designer/play_refused.html", play=row, problems=refusal.problems), 422
    return (page, 422) if problem else page


def _with_place(refusal: Refusal) -> str:
    """What was refused, behind the step of the diagram that would not take it."""
    if refusal.place is None:
        return sentence(refusal)
    at, name, name_en = refusal.place
    called = (name_en if language() == "en" else None) or name or at
    return gettext("At “%(step)s” (%(id)s): %(said)s", step=called, id=at, said=sentence(refusal))


def _typed(refused: str | None) -> Callable[..., str]:
    """What a small form holds: what was typed in it when it was refused, else what it begins with."""

    def typed(act: str, name: str, begins: str = "", **alike: str) -> str:
        """``alike``: other fields of the form, where there are several of that act."""
        same = act == refused and all(request.form.get(key) == value for key, value in alike.items())
        return request.form.get(name, "") if same else begins

    return typed


def _refused(said: str | None) -> str | None:
    """Why a step could not be done, behind its number, in the page's language."""
    number, dot, why = (said or "").partition(". ")
    return f"{number}{dot}{translated(why)}" if said else None


def _processes(here: Onstage) -> list[dict[str, str]]:
    kinds = {one.code for one in KINDS}
    found = here.bundle.definitions.values()
    return [
        {"id": one.process_id, "name": one.name or one.process_id, "name_en": one.name_en or ""}
        for one in found
        if one.process_id not in kinds
    ]


def _task(here: Onstage, task_id: str) -> UserTask:
    tasks: list[UserTask] = here.play.stage.ask(OpenTasks())
    found = next((one for one in tasks if one.id == task_id), None)
    if found is None:
        raise NotFound(
            "Expected an open task of this play, but there is none. The play was played anew: go back to it."
        )
    return found


def _task_page(here: Onstage, found: UserTask, form: PlayedForm, refused: str | None = None) -> str:
    return render_template(
        "designer/play_task.html",
        play=here.row,
        task=found,
        form=form.html(),
        problems=form.summary(),
        refused=refused,
        now=here.play.stage.clock.now(),
        roles=ROLES,
        by=request.form.get("_by", ""),
    )


def _list(problem: str | None = None) -> str:
    mine = door.ask(MyPlays())
    return render_template(
        "designer/plays.html",
        plays=mine,
        drafts=[one["bundle"] for one in door.ask(DraftsOfBundle()) if one["mine"]],
        versions=door.ask(Deployments(limit=200))["items"],
        starts=datetime.combine(door.now().astimezone(door.zone()).date(), MORNING).isoformat(timespec="minutes"),
        chosen=request.values.get("version", ""),
        problem=problem,
    )


def _which(text: str) -> tuple[str, int | None]:
    """``bundle/3`` or ``bundle/draft``."""
    bundle, _, version = text.partition("/")
    if bundle and version == DRAFT:
        return bundle, None
    if not bundle or not version.isdecimal() or len(version) > 9:
        raise Unusable("Expected a version of a bundle to play, but found none. Choose one from the list.")
    return bundle, int(version)


def _starts(text: str) -> datetime:
    """When the play's clock begins, in the district's zone."""
    try:
        at = datetime.fromisoformat(text).replace(tzinfo=door.zone())
    except ValueError as error:
        raise Unusable(f"Expected a day and time such as 2026-03-02T09:00, but found {text[:40]!r}.") from error
    if not timedelta(days=-36500) < at - door.now() < timedelta(days=3650):
        raise Unusable("Expected a beginning within ten years, but found another. Choose a nearer day.")
    return at
