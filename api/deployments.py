"""Bundles: sending one, having one looked over, and what was sent before."""

import re
from pathlib import PurePosixPath
from typing import Any

from marshmallow import fields, validate
from werkzeug.datastructures import FileStorage

from api.acting import ask, perform
from api.calls import Calls
from api.description import ProblemOfFileSchema
from api.fields import LARGEST, File, Moment, Paging, Schema, Text, absent, page_of
from engine.commands.approve_deployment import ApproveDeployment, RejectDeployment
from engine.commands.check_bundle import CheckBundle
from engine.commands.deploy_bundle import DeployBundle
from engine.errors import Unusable
from engine.queries.bundle_diff import BundleDiff
from engine.queries.deployments import Deployment, Deployments

deployments = Calls("deployments", "Bundles of diagrams, decisions and forms, deployed together as one version.")

LARGEST_BUNDLE = 20 * 1024 * 1024
MOST_FILES = 200
WALK = ".yaml"
NAMED = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,63}")


class BundleUpload(Schema):
    """The files, each a part of its own with its file name: .bpmn, .dmn, .form, and walks (.yaml) if you like.

    Without ``bundle`` the bundle is called like the folder in the file names, or like its only diagram.
    """

    bundle = Text(load_default=absent, longest=64)
    note = Text(load_default=absent, longest=4000, metadata={"description": "what is new in this version"})
    files: fields.List[Any] = fields.List(File(), required=True, validate=validate.Length(min=1, max=MOST_FILES))


class FileOfBundle(Schema):
    """A file as it was deployed."""

    name = fields.String(required=True)
    sha256 = fields.String(required=True)
    content = fields.String(required=True)


class DeploymentRow(Schema):
    """A version of a bundle. The same content again is no new version."""

    bundle = fields.String(required=True)
    version = fields.Integer(required=True)
    hash = fields.String(required=True)
    status = fields.String(
        metadata={"description": "in_force or superseded; proposed: it waits for a second person; or rejected"}
    )
    deployed_at = Moment(required=True)
    deployed_by = fields.String(required=True)
    processes = fields.List(fields.String(), required=True)


class VersionRow(DeploymentRow):
    """A version in the list, with what was said about it."""

    note = fields.String(required=True, allow_none=True, metadata={"description": "what is new"})
    waiver = fields.String(
        required=True, allow_none=True, metadata={"description": "why it was published though its walks are incomplete"}
    )
    decided_by = fields.String(required=True, allow_none=True, metadata={"description": "who approved or rejected it"})
    decided_at = Moment(required=True, allow_none=True)
    decision = fields.String(required=True, allow_none=True, metadata={"description": "why it was rejected"})
    base = fields.Integer(
        required=True, allow_none=True, metadata={"description": "the version in force when it was put forward"}
    )


class Rejection(Schema):
    """Why."""

    reason = Text(required=True, shortest=1, longest=4000)


class Decided(Schema):
    """The version after the act."""

    bundle = fields.String(required=True)
    version = fields.Integer(required=True)
    status = fields.String(required=True)


class Deployed(DeploymentRow):
    """What was deployed."""

    unchanged = fields.Boolean(required=True, metadata={"description": "the same content was in force already"})
    problems = fields.List(
        fields.Nested(ProblemOfFileSchema), required=True, metadata={"description": "warnings; errors refuse"}
    )


class DeploymentSchema(VersionRow):
    """A version with its files."""

    files = fields.List(fields.Nested(FileOfBundle), required=True)


class Problems(Schema):
    """Everything wrong with a bundle; nothing was stored."""

    problems = fields.List(fields.Nested(ProblemOfFileSchema), required=True)


class VersionsQuery(Schema):
    """Which two versions."""

    from_ = fields.Integer(data_key="from", required=True, validate=validate.Range(min=1, max=LARGEST))
    to = fields.Integer(required=True, validate=validate.Range(min=1, max=LARGEST))


class FilesChanged(Schema):
    """Names of files."""

    added = fields.List(fields.String(), required=True)
    removed = fields.List(fields.String(), required=True)
    changed = fields.List(fields.String(), required=True)


class DetailOfChange(Schema):
    """What a field said and says; null is nothing."""

    field = fields.String(required=True)
    before = fields.String(required=True, allow_none=True)
    after = fields.String(required=True, allow_none=True)


class Changed(Schema):
    """What every change says."""

    file = fields.String(required=True)
    change = fields.String(required=True, validate=validate.OneOf(["added", "removed", "changed", "moved"]))
    details = fields.List(fields.Nested(DetailOfChange), required=True)


class ElementChange(Changed):
    """An element or flow that is there in one version only, differs in ``fields``, or stands elsewhere."""

    process = fields.String(required=True)
    element = fields.String(required=True)
    kind = fields.String(required=True)
    name = fields.String(required=True, allow_none=True)
    fields_ = fields.List(fields.String(), required=True, data_key="fields", attribute="fields")


class RuleOfChange(Schema):
    """A rule of a decision table; ``before`` and ``after`` are its entries as written."""

    change = fields.String(required=True, validate=validate.OneOf(["added", "removed", "changed"]))
    number = fields.Integer(required=True)
    before = fields.List(fields.String(), required=True, allow_none=True)
    after = fields.List(fields.String(), required=True, allow_none=True)


class DecisionChangeSchema(Changed):
    """A decision that differs, with its rules."""

    decision = fields.String(required=True)
    name = fields.String(required=True)
    rules = fields.List(fields.Nested(RuleOfChange), required=True)


class FormChange(Changed):
    """A component of a form that differs."""

    component = fields.String(required=True)
    kind = fields.String(required=True)
    label = fields.String(required=True)


class WalkChange(Schema):
    """A walk that differs; a line begins with + where it is new, - where it is gone, else with a space."""

    change = fields.String(required=True)
    name = fields.String(required=True)
    lines = fields.List(fields.String(), required=True)


class Difference(Schema):
    """What a version changes."""

    files = fields.Nested(FilesChanged, required=True)
    elements = fields.List(fields.Nested(ElementChange), required=True)
    decisions = fields.List(fields.Nested(DecisionChangeSchema), required=True)
    forms = fields.List(fields.Nested(FormChange), required=True)
    walks = fields.List(fields.Nested(WalkChange), required=True)


@deployments.call("GET", "/deployments", query=Paging, answer=page_of(VersionRow))
def list_deployments(query: dict[str, Any]) -> Any:
    """Every version of every bundle, newest first."""
    return ask(Deployments(**query))


@deployments.call("POST", "/deployments", files=BundleUpload, answer=Deployed, creates=True, largest=LARGEST_BUNDLE)
def deploy(files: dict[str, Any]) -> Any:
    """Deploy a bundle. With any error nothing is stored and every problem is listed (422).

    Where the district asks for four eyes, the version waits (status proposed) until a second person approves.
    """
    name, sources = _bundle(files["bundle"], files["files"])
    walks = {file: content for file, content in sources.items() if file.endswith(WALK)}
    rest = {file: content for file, content in sources.items() if not file.endswith(WALK)}
    return perform(DeployBundle(name, rest, walks or None, files["note"]))


@deployments.call(
    "POST", "/deployments/<bundle>/<int(max=2147483647):version>/approve", answer=Decided, refuses=[404, 409, 422]
)
def approve_deployment(bundle: str, version: int) -> Any:
    """Put a version that waits in force. Whoever proposed it may not approve it."""
    return perform(ApproveDeployment(bundle, version))


@deployments.call(
    "POST", "/deployments/<bundle>/<int(max=2147483647):version>/reject", body=Rejection, answer=Decided,
    refuses=[404, 409],
)  # fmt: skip
def reject_deployment(bundle: str, version: int, body: dict[str, str]) -> Any:
    """Reject a version that waits, or take back one's own. The version in force stays."""
    return perform(RejectDeployment(bundle, version, body["reason"]))


@deployments.call("POST", "/deployments/check", files=BundleUpload, answer=Problems, largest=LARGEST_BUNDLE)
def check_deployment(files: dict[str, Any]) -> Any:
    """What deploying this bundle would say."""
    name, sources = _bundle(files["bundle"], files["files"])
    return perform(CheckBundle(name, {file: one for file, one in sources.items() if not file.endswith(WALK)}))


@deployments.call("GET", "/deployments/<bundle>/<int(max=2147483647):version>", answer=DeploymentSchema, refuses=[404])
def read_deployment(bundle: str, version: int) -> Any:
    """One version with its files, as they were deployed."""
    return ask(Deployment(bundle, version))


@deployments.call("GET", "/deployments/<bundle>/diff", query=VersionsQuery, answer=Difference, refuses=[404])
def compare_deployments(bundle: str, query: dict[str, int]) -> Any:
    """What one version changes against another."""
    return ask(BundleDiff(bundle, query["from_"], query["to"]))


def _bundle(given: str | None, files: list[FileStorage]) -> tuple[str, dict[str, bytes]]:
    """The bundle's name and its files by name; a folder before a name is only a hint of the bundle's."""
    parts = [(PurePosixPath((file.filename or "").replace("\\", "/")), file) for file in files]
    sources = {path.name: file.stream.read() for path, file in parts}
    if len(sources) != len(parts) or "" in sources:
        raise Unusable("Expected every file with a name of its own, found one without or two alike.")
    folders = {path.parent.name for path, _ in parts} - {""}
    diagrams = [path.stem for path, _ in parts if path.suffix == ".bpmn"]
    name = given or (folders.pop() if len(folders) == 1 else diagrams[0] if len(diagrams) == 1 else "")
    if not NAMED.fullmatch(name):
        raise Unusable("Expected the bundle's name (letters, digits, _ and -) in the form field bundle, found none.")
    return name, sources
