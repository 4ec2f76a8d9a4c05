"""One's own draft as a whole: its files, new ones, uploads, removals; and whose files stay when others published."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from flask_login import login_required
from werkzeug.wrappers import Response

from engine.commands.add_draft_file import AddDraftFile
from engine.commands.put_back_draft_file import PutBackDraftFile
from engine.commands.rebase_draft import RebaseDraft
from engine.commands.save_draft import SaveDraft
from engine.commands.take_in_files import TakeInFiles
from engine.errors import DeploymentRefused, Refusal
from engine.queries.draft_files import DraftFiles
from web.shared import door
from web.shared.refusals import sentence, status
from web.shared.sentences import translated

pages = Blueprint("studio_files", __name__, template_folder="templates")
GROUPS = ("bpmn", "dmn", "form")


@pages.get("/designer/<bundle>")
@login_required
def show(bundle: str) -> str:
    return page(bundle)


def page(bundle: str, said: str = "", named: str = "") -> str:
    """The draft's page; with ``said`` it says what was refused, and ``named`` is what was typed."""
    draft = door.ask(DraftFiles(bundle))
    groups = {kind: [name for name in draft["files"] if name.endswith(f".{kind}")] for kind in GROUPS}
    gone = [name for name in draft["changed"] if name not in draft["files"]]
    return render_template("designer/draft.html", draft=draft, groups=groups, gone=gone, said=said, named=named)


@pages.post("/designer/<bundle>/new")
@login_required
def add(bundle: str) -> Response | tuple[str, int]:
    stem, kind = request.form.get("name", "").strip(), request.form.get("kind", "")
    name = f"{stem}.{kind}"
    try:
        door.act(AddDraftFile(bundle, _seen(), name))
    except Refusal as refusal:
        return page(bundle, _told(refusal), stem), status(refusal)
    return redirect(url_for("editor.show", bundle=bundle, file=name))


@pages.post("/designer/<bundle>/upload")
@login_required
def upload(bundle: str) -> Response | tuple[str, int]:
    """Files of any BPMN, DMN or form-js editor. One alone opens at once, with what is not supported in it."""
    sent = {file.filename or "": file.stream.read() for file in request.files.getlist("files") if file.filename}
    try:
        taken = door.act(TakeInFiles(bundle, _seen(), sent, "replace" in request.form))["taken"]
    except Refusal as refusal:
        return page(bundle, _told(refusal)), status(refusal)
    flash(ngettext("%(num)d file taken in.", "%(num)d files taken in.", len(taken)), "done")
    for given, name in taken.items():
        if given != name:
            flash(gettext("%(given)s is called %(name)s here.", given=given, name=name), "done")
    if len(taken) == 1:
        return redirect(url_for("editor.show", bundle=bundle, file=next(iter(taken.values()))))
    return redirect(url_for("studio_files.show", bundle=bundle))


@pages.get("/designer/<bundle>/remove")
@login_required
def ask_to_remove(bundle: str) -> str | Response:
    """Before a file goes: whether what was changed in it goes with it."""
    draft, file = door.ask(DraftFiles(bundle)), request.args.get("file", "")
    if file not in draft["files"]:
        return redirect(url_for("studio_files.show", bundle=bundle))
    return render_template("designer/remove.html", draft=draft, file=file)


@pages.post("/designer/<bundle>/remove")
@login_required
def remove(bundle: str) -> Response | tuple[str, int]:
    file = request.form.get("file", "")
    try:
        door.act(SaveDraft(bundle, _seen(), {file: None}))
    except Refusal as refusal:
        return page(bundle, _told(refusal)), status(refusal)
    flash(gettext("%(file)s is removed from your draft.", file=file), "done")
    return redirect(url_for("studio_files.show", bundle=bundle))


@pages.post("/designer/<bundle>/put-back")
@login_required
def put_back(bundle: str) -> Response | tuple[str, int]:
    file = request.form.get("file", "")
    try:
        done = door.act(PutBackDraftFile(bundle, _seen(), file))
    except Refusal as refusal:
        return page(bundle, _told(refusal)), status(refusal)
    flash(gettext("%(file)s is as in version %(number)d.", file=file, number=done["base"]), "done")
    return redirect(url_for("studio_files.show", bundle=bundle))


@pages.post("/designer/<bundle>/rebase")
@login_required
def rebase(bundle: str) -> Response | tuple[str, int]:
    theirs = [file for file, choice in request.form.items() if choice == "theirs"]
    try:
        moved = door.act(RebaseDraft(bundle, _seen(), theirs))
    except Refusal as refusal:
        return page(bundle, _told(refusal)), status(refusal)
    flash(gettext("Your draft now starts from version %(number)d.", number=moved["base"]), "done")
    return redirect(url_for("studio_files.show", bundle=bundle))


def _seen() -> int:
    given = request.form.get("revision", "")
    return int(given) if given.isdecimal() and len(given) < 10 else 0


def _told(refusal: Refusal) -> str:
    """The sentence, and for files that cannot be read what is wrong with each."""
    if isinstance(refusal, DeploymentRefused):
        return " ".join(f"{problem.file}: {translated(problem.message, of_files=True)}" for problem in refusal.problems)
    return sentence(refusal)
