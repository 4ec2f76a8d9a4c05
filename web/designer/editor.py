"""The pages a designer draws on, and what they ask and send while open. Their policy lets them place shapes."""

from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import login_required
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response as Redirect

from engine.commands.adapt_form import AdaptForm
from engine.commands.save_draft import SaveDraft
from engine.errors import DeploymentRefused, NotFound, Unusable
from engine.queries.bundle_diff import WindowsDiff
from engine.queries.deployments import Deployment
from engine.queries.draft_files import DraftFiles, DraftProblems
from engine.queries.drawing_terms import DrawingTerms
from engine.queries.feel_check import FeelCheck
from engine.runtime import as_text
from forms import UNSUPPORTED, check_form, form_id, read_form, render_form
from forms.vocabulary import ATTRIBUTES
from web.designer.answers import as_json, worded
from web.designer.option_lists import LISTS
from web.shared import door
from web.shared.assets import bundle as built
from web.shared.language import language
from web.shared.policy import EDITOR_POLICY
from web.shared.vocabulary import word

pages = Blueprint("editor", __name__, template_folder="templates")
SOURCES = {"bpmn": "src/bpmn/editor.js", "dmn": "src/dmn/editor.js", "form": "src/form/editor.js"}


@pages.get("/designer/<bundle>/<file>")
@login_required
def show(bundle: str, file: str) -> Response:
    draft = door.ask(DraftFiles(bundle))
    if file not in draft["files"]:
        raise NotFound(f"Expected a file {file} in the draft of {bundle}, but there is none.")
    kind = file.rpartition(".")[2]
    desk = {
        "bundle": bundle,
        "file": file,
        "token": generate_csrf(),
        "owner": door.actor().username,
        "home": url_for("worklist.show"),
        "content": url_for("editor.content", bundle=bundle, file=file),
        "save": url_for("editor.save", bundle=bundle),
        "check": url_for("editor.check", bundle=bundle),
        "terms": url_for("editor.terms", bundle=bundle),
        "feel": url_for("editor.feel"),
        "windows": url_for("editor.windows", bundle=bundle),
        "preview": url_for("editor.preview"),
        "other": url_for("editor.show", bundle=bundle, file="FILE"),
    }
    page = render_template(
        "designer/editor.html",
        draft=draft,
        file=file,
        kind=kind,
        loaded=built(SOURCES[kind]),
        desk=desk,
        foreign=_foreign(bundle, file, draft["files"][file]) if kind == "form" else None,
    )
    answer = make_response(page)
    answer.headers["Content-Security-Policy"] = EDITOR_POLICY
    return answer


def _foreign(bundle: str, file: str, content: bytes) -> dict[str, Any] | None:
    """What keeps a form of another editor from being published and can be mended at once; None: nothing."""
    problems = check_form(file, content)
    wrong_id = any(one.rule == "form-id" and one.element is None for one in problems)
    parts = worded([one.as_dict() for one in problems if one.rule in UNSUPPORTED])
    return {"id": form_id(bundle, file) if wrong_id else None, "parts": parts} if wrong_id or parts else None


@pages.post("/designer/<bundle>/<file>/adapt")
@login_required
def adapt(bundle: str, file: str) -> Redirect:
    """A form from elsewhere gets an id by its file's name, and loses what is not supported when that is asked for."""
    removing = "removing" in request.form
    done = door.act(AdaptForm(bundle, file, removing))
    if removing:
        flash(gettext("The form is called %(id)s, and what is not supported in it is gone.", id=done["id"]), "done")
    else:
        flash(gettext("The form is called %(id)s.", id=done["id"]), "done")
    return redirect(url_for("editor.show", bundle=bundle, file=file))


@pages.get("/designer/<bundle>/content/<file>")
@as_json
def content(bundle: str, file: str) -> dict[str, Any]:
    draft = door.ask(DraftFiles(bundle))
    if file not in draft["files"]:
        raise NotFound(f"Expected a file {file} in the draft of {bundle}, but there is none.")
    return {
        "content": as_text(draft["files"][file]),
        "revision": draft["revision"],
        "base": _base(draft, file) if file.endswith(".form") else None,
    }


def _base(draft: dict[str, Any], file: str) -> str | None:
    """The file as the version has it that the draft changes."""
    if draft["base"] is None:
        return None
    version = door.ask(Deployment(draft["bundle"], draft["base"]))
    return next((one["content"] for one in version["files"] if one["name"] == file), None)


@pages.post("/designer/<bundle>/save")
@as_json
def save(bundle: str) -> Any:
    return door.act(SaveDraft(bundle, _number("revision"), dict(_sent()), whole=True))


@pages.post("/designer/<bundle>/windows")
@as_json
def windows(bundle: str) -> dict[str, str]:
    """What was saved in another window, and what is in this one, since both began."""
    sent, file = _sent(), request.form.get("file", "")
    found = door.ask(WindowsDiff(bundle, file, sent.get("seen", b""), sent.get("here", b"")))
    return {"html": render_template("designer/windows.html", **found)}


@pages.post("/designer/<bundle>/check")
@as_json
def check(bundle: str) -> dict[str, Any]:
    return {"problems": worded(door.ask(DraftProblems(bundle, _sent())))}


@pages.get("/designer/<bundle>/terms")
@as_json
def terms(bundle: str) -> Any:
    found = door.ask(DrawingTerms(bundle))
    return {
        **found,
        "attributes": {kind: sorted(names) for kind, names in sorted(ATTRIBUTES.items())},
        "sources": [{"value": name, "label": str(said)} for name, said in LISTS.items()],
        **{
            which: [{"value": name, "label": f"{word('deadline', name)} ({name})"} for name in found[which]]
            for which in ("deadlines", "other_deadlines")
        },
        "roles": [{"value": role, "label": word("role", role)} for role in found["roles"]],
    }


@pages.post("/designer/feel")
@as_json
def feel() -> Any:
    kind = request.form.get("kind", "expression")
    found = door.ask(FeelCheck(request.form.get("text", ""), "tests" if kind == "tests" else "expression"))
    if found["problem"]:
        (found["problem"],) = worded([found["problem"]])
    return found


@pages.post("/designer/preview")
@as_json
def preview() -> dict[str, str]:
    """A form as people get it, without anything behind it: lists that come from the district are empty."""
    content = request.form.get("form", "").encode()
    problems = [problem for problem in check_form("form", content) if problem.severity == "error"]
    if problems:
        raise DeploymentRefused(problems)
    form = read_form(content)
    options: dict[str, Any] = dict.fromkeys(form.sources, ())
    return {"html": render_form(form, options=options, locale=language(), zone=door.zone(), now=door.now())}


def _sent() -> dict[str, bytes]:
    files = request.files.getlist("files")
    sent = {file.filename or "": file.stream.read() for file in files}
    if len(sent) != len(files):
        raise Unusable("Expected every file once, found two of one name.")
    return sent


def _number(name: str) -> int:
    given = request.form.get(name, "")
    return int(given) if given.isdecimal() and len(given) < 10 else 0
