"""Drafts: what a designer has changed and not deployed."""

from typing import Any

from marshmallow import fields, validate

from api.acting import ask, perform
from api.calls import Calls
from api.deployments import LARGEST_BUNDLE, MOST_FILES, Deployed, Difference, Problems
from api.fields import LARGEST, Count, File, Moment, Schema, Text, absent, list_of
from engine.commands.discard_draft import DiscardDraft
from engine.commands.publish_draft import PublishDraft
from engine.commands.rebase_draft import RebaseDraft
from engine.commands.save_draft import SaveDraft
from engine.commands.save_walk import SaveWalk
from engine.commands.start_draft import StartDraft
from engine.errors import Unusable
from engine.queries.bundle_diff import BundleDiff
from engine.queries.draft_files import DraftFiles, DraftProblems
from engine.queries.drafts_of_bundle import DraftsOfBundle
from engine.rehearsal.district import ZONE
from engine.rehearsal.scenario import read_scenario

drafts = Calls("drafts", "What a designer has changed and not deployed: one draft per designer and bundle.")


class DraftHead(Schema):
    """A draft; `base` is the version in force that it changes, null when none was."""

    bundle = fields.String(required=True)
    designer = fields.String(required=True)
    base = fields.Integer(required=True, allow_none=True)
    revision = fields.Integer(required=True, metadata={"description": "counts the saves"})


class DraftRow(DraftHead):
    """A line of the list of drafts."""

    name = fields.String(required=True, metadata={"description": "the designer's name"})
    mine = fields.Boolean(required=True)
    started_at = Moment(required=True)
    updated_at = Moment(required=True)


class NewerVersionSchema(Schema):
    """A version deployed since the draft began: files and walks that changed there only, and in both.

    It is the draft's base itself when only walks were put there anew.
    """

    version = fields.Integer(required=True)
    by = fields.String(required=True)
    theirs = fields.List(fields.String(), required=True)
    both = fields.List(fields.String(), required=True)


class DraftFile(Schema):
    """A file of a draft, as text."""

    name = fields.String(required=True)
    content = fields.String(required=True)


class DraftSchema(DraftHead):
    """A draft with its files."""

    started_at = Moment(required=True)
    updated_at = Moment(required=True)
    files = fields.List(fields.Nested(DraftFile), required=True)
    changed = fields.List(fields.String(), required=True, metadata={"description": "files that differ from the base"})
    walks = fields.List(fields.String(), required=True, metadata={"description": "walks that differ from the base's"})
    newer = fields.Nested(NewerVersionSchema, required=True, allow_none=True)


class DraftStart(Schema):
    """`version`: whose files to begin with, absent = the one in force; what differs from it is the change.

    `new`: a bundle of this name that was never deployed, without files yet.
    """

    bundle = Text(required=True, shortest=1, longest=64)
    version = Count(least=1, load_default=None, allow_none=True)
    new = fields.Boolean(load_default=False)


class DraftSave(Schema):
    """The files that changed, each a part with its file name, and the names of those to remove.

    `revision` is the one these files were last seen at; a file that was saved elsewhere since is refused (409), with
    the names of what changed in `fresh`.
    """

    revision = fields.Integer(required=True, validate=validate.Range(min=1, max=LARGEST))
    files: fields.List[Any] = fields.List(File(), load_default=list, validate=validate.Length(max=MOST_FILES))
    remove = fields.List(Text(longest=128), load_default=list, validate=validate.Length(max=MOST_FILES))


class DraftSaved(DraftHead):
    """`changed`: files that were saved elsewhere since the revision given; look at them before writing them."""

    changed = fields.List(fields.String(), required=True)


class DraftRebase(Schema):
    """`theirs`: of the files and walks both changed, those that become as deployed; the others stay as drafted."""

    revision = Count(least=1, required=True)
    theirs = fields.List(Text(longest=128), load_default=list, validate=validate.Length(max=MOST_FILES))


class DraftRebased(DraftHead):
    """Names of files and walks taken over, and of both's kept as drafted."""

    taken = fields.List(fields.String(), required=True)
    kept = fields.List(fields.String(), required=True)


class WhoseQuery(Schema):
    """Whose draft; absent = one's own."""

    designer = Text(longest=128, load_default=absent)


class OfBundleQuery(Schema):
    """Of which bundle; absent = of all."""

    bundle = Text(longest=64, load_default=absent)


class DraftDiffQuery(WhoseQuery):
    """Against which version."""

    from_ = fields.Integer(data_key="from", required=True, validate=validate.Range(min=1, max=LARGEST))


class SeenQuery(Schema):
    """The revision that was seen."""

    revision = fields.Integer(required=True, validate=validate.Range(min=1, max=LARGEST))


class Publication(Schema):
    """`note` says what is new. `waiver`: why it is published though its walks fail or leave flows untaken."""

    revision = Count(least=1, required=True)
    note = Text(required=True, shortest=1, longest=4000)
    waiver = Text(load_default="", longest=4000)


class WalkSave(Schema):
    """A walk as YAML; null takes it out of the draft. `revision` is the one of the draft it was last seen at.

    A walk that was saved elsewhere since is refused (409). Without a revision only a name that is free is written.
    """

    revision = Count(least=1, load_default=None, allow_none=True)
    name = Text(required=True, shortest=1, longest=90)
    content = Text(required=True, allow_none=True, longest=200_000)


class WalksCount(Schema):
    """How many walks the draft has now, and its revision."""

    bundle = fields.String(required=True)
    walks = fields.Integer(required=True)
    revision = fields.Integer(required=True)


@drafts.call("GET", "/drafts", query=OfBundleQuery, answer=list_of(DraftRow))
def list_drafts(query: dict[str, Any]) -> Any:
    """Who is drawing what, the last touched first."""
    return {"items": ask(DraftsOfBundle(**query))}


@drafts.call("POST", "/drafts", body=DraftStart, answer=DraftHead, creates=True, refuses=[404, 409])
def start_draft(body: dict[str, Any]) -> Any:
    """Start a draft from a deployed version, or an empty one for a new bundle."""
    return perform(StartDraft(**body))


@drafts.call("GET", "/drafts/<bundle>", query=WhoseQuery, answer=DraftSchema, refuses=[404])
def read_draft(bundle: str, query: dict[str, Any]) -> Any:
    """A draft with its files, what differs from its base, and what was deployed since."""
    found = ask(DraftFiles(bundle, **query))
    files = [{"name": name, "content": content.decode("utf-8", "replace")} for name, content in found["files"].items()]
    return {**found, "files": files}


@drafts.call("POST", "/drafts/<bundle>", files=DraftSave, answer=DraftSaved, refuses=[404, 409], largest=LARGEST_BUNDLE)
def save_draft(bundle: str, files: dict[str, Any]) -> Any:
    """Keep changed files, finished or not. What cannot be read safely is refused with its problems."""
    given: dict[str, bytes | None] = {file.filename or "": file.stream.read() for file in files["files"]}
    if len(given) != len(files["files"]) or set(given) & set(files["remove"]):
        raise Unusable("Expected every file once, found two of one name.")
    return perform(SaveDraft(bundle, files["revision"], given | dict.fromkeys(files["remove"])))


@drafts.call("GET", "/drafts/<bundle>/problems", answer=Problems, refuses=[404])
def check_draft(bundle: str) -> Any:
    """What deploying one's own draft would say."""
    return {"problems": ask(DraftProblems(bundle))}


@drafts.call("GET", "/drafts/<bundle>/diff", query=DraftDiffQuery, answer=Difference, refuses=[404])
def compare_draft(bundle: str, query: dict[str, Any]) -> Any:
    """What a draft changes against a version."""
    return ask(BundleDiff(bundle, query["from_"], None, query["designer"]))


@drafts.call("POST", "/drafts/<bundle>/rebase", body=DraftRebase, answer=DraftRebased, refuses=[404, 409])
def rebase_draft(bundle: str, body: dict[str, Any]) -> Any:
    """Move the draft onto the version deployed since, and say whose files stay."""
    return perform(RebaseDraft(bundle, **body))


@drafts.call("DELETE", "/drafts/<bundle>", query=SeenQuery, refuses=[404, 409])
def discard_draft(bundle: str, query: dict[str, Any]) -> Any:
    """Throw one's own draft away."""
    return perform(DiscardDraft(bundle, **query))


@drafts.call("POST", "/drafts/<bundle>/publish", body=Publication, answer=Deployed, creates=True, refuses=[404, 409])
def publish_draft(bundle: str, body: dict[str, Any]) -> Any:
    """Publish one's own draft as the next version; where the district asks for four eyes it then waits for approval."""
    return perform(PublishDraft(bundle, **body))


@drafts.call("POST", "/drafts/<bundle>/walks", body=WalkSave, answer=WalksCount, refuses=[404, 409])
def save_walk(bundle: str, body: dict[str, Any]) -> Any:
    """Put a walk into one's own draft, or take one out."""
    content = body["content"]
    if content is not None:
        read_scenario(body["name"], content.encode(), ZONE)
    written = None if content is None else content.encode()
    return perform(SaveWalk(bundle, body["name"], written, body["revision"]))
