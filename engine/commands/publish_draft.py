"""A designer publishes a draft: its walks have been run, it is written in the one way files are written, and stored."""

from dataclasses import dataclass, field, replace
from typing import Any

from engine.commands.deploy_bundle import sound
from engine.commands.putting_forward import Content, put_forward, refuse_long
from engine.errors import NotNow, Problem, Stale, Unusable
from engine.operations.bundle_problems import judged
from engine.operations.draft_files import refuse_non_designers
from engine.operations.draft_proof import proof_of
from engine.operations.newer_version import NewerVersion
from engine.operations.tidy import tidied
from engine.operations.tried_content import content_hash
from engine.persistence.drafts import Draft
from engine.persistence.trials import Verdict
from engine.persistence.unit_of_work import Reading, UnitOfWork
from engine.runtime import Bundle


@dataclass(frozen=True)
class PublishDraft:
    """``revision``: of the draft as seen. ``note`` says what is new; ``waiver`` why its walks may be incomplete."""

    bundle: str
    revision: int
    note: str
    waiver: str = ""
    files: dict[str, bytes] = field(default_factory=dict, repr=False)
    parsed: Bundle | None = field(default=None, repr=False)
    warnings: tuple[Problem, ...] = ()

    def prepare(self, reading: Reading) -> "PublishDraft":
        """Read, judge and tidy the files before any lock is taken. Raises: DeploymentRefused, Stale, NotFound."""
        draft = self._draft(reading)
        base = reading.bundles.files_of(draft.bundle, draft.base)
        drawn = reading.drafts.files(draft)
        sound(self.bundle, drawn)
        files = {name: one if base.get(name) == one else tidied(name, one) for name, one in drawn.items()}
        warnings = tuple(sound(self.bundle, files))
        return replace(self, files=files, parsed=judged(self.bundle, files), warnings=warnings)

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """As deploying answers; the draft goes on from the new version.

        Raises:
            NotAllowed, NotFound, DeploymentRefused.
            Stale: the draft was saved since. Unusable: no note, or one or a reason that is too long.
            NotNow: a newer version is in force; or the walks were not run, fail, or leave flows untaken, and no reason
            is given.
        """
        draft = self._draft(work)
        if self.parsed is None:
            raise LookupError("Expected a prepared publication; the application prepares it.")
        refuse_long(self.note)
        refuse_long(self.waiver)
        if not self.note.strip():
            raise Unusable("Expected a note on what is new, but found nothing. Write a sentence.")
        since = NewerVersion.of(work, draft)
        if since is not None:
            _refuse_overtaken(draft, since)
        walks = work.walks.of_draft(draft)
        verdict = work.trials.verdict(draft.designer, draft.bundle, content_hash(work.drafts.files(draft), walks))
        waiver = self.waiver.strip() or None
        if waiver is None:
            _refuse_unproved(verdict)
        waiver = None if verdict and verdict.is_whole else waiver
        content = Content(self.files, walks, self.note.strip(), waiver, proof_of(work, draft, len(walks), verdict))
        stored = put_forward(work, content, self.parsed, self.warnings)
        base = stored["version"] if stored["status"] == "in_force" else draft.base
        _go_on(work, replace(draft, base=base), self.files, walks)
        return stored

    def _draft(self, reading: Reading) -> Draft:
        refuse_non_designers(reading.by)
        draft = reading.drafts.get(self.bundle, reading.by.username)
        if draft.revision != self.revision:
            raise Stale(f"Expected the draft of {self.bundle} as you saw it, but it was saved since. Look again.")
        return draft


def _refuse_overtaken(draft: Draft, since: NewerVersion) -> None:
    if since.version == draft.base:
        raise NotNow(
            f"Expected walks as version {since.version} had them, but somebody put others there since: "
            f"{', '.join(since.theirs + since.both)}. Take over what changed there, then publish."
        )
    raise NotNow(
        f"Expected a draft of the version in force, but version {since.version} came into force since. "
        "Take over what changed there, then publish."
    )


def _refuse_unproved(verdict: Verdict | None) -> None:
    if verdict is None:
        raise NotNow("Expected the walks of this draft to have been run as it is now. Run them, or give a reason.")
    if verdict.failed:
        raise NotNow(f"Expected every walk to hold, but {verdict.failed} do not. Mend them, or give a reason.")
    if verdict.some:
        raise NotNow(f"Expected every walk to have been run, but {verdict.run} were. Run them all, or give a reason.")
    if not verdict.is_whole:
        raise NotNow(
            f"Expected the walks to take every sequence flow, but they take {verdict.covered} of {verdict.flows}. "
            "Add walks, or give a reason."
        )


def _go_on(work: UnitOfWork, draft: Draft, files: dict[str, bytes], walks: dict[str, bytes]) -> None:
    """The draft is level with what was published: once it is in force, nothing in it is changed any more."""
    moved = replace(draft, revision=draft.revision + 1, updated_at=work.now)
    work.drafts.save(moved)
    held = work.drafts.files(draft)
    work.drafts.write(moved, {name: content for name, content in files.items() if held.get(name) != content})
    work.walks.stand_on(moved, walks)
