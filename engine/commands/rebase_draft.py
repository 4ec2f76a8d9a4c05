"""A designer moves a draft onto the version another one deployed meanwhile, and says whose files stay."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from engine.errors import NotNow, Stale, Unusable
from engine.operations.draft_files import refuse_non_designers
from engine.operations.newer_version import NewerVersion
from engine.persistence.unit_of_work import UnitOfWork
from engine.persistence.walks import SUFFIX


@dataclass(frozen=True)
class RebaseDraft:
    """What only one of both changed stays so. ``theirs``: files and walks both changed that become as deployed."""

    bundle: str
    revision: int
    theirs: Sequence[str] = ()

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{bundle, designer, base, revision, taken, kept}``: files and walks taken over, and of both kept as drafted.

        Raises:
            NotAllowed, NotFound: not a designer; no draft; nothing deployed.
            NotNow: the draft changes the version in force already.
            Stale: the draft was saved since.
            Unusable: ``theirs`` names a file that not both changed.
        """
        refuse_non_designers(work.by)
        draft = work.drafts.get(self.bundle, work.by.username)
        if draft.revision != self.revision:
            raise Stale(f"Expected the draft of {self.bundle} as you saw it, but it was saved since. Look again.")
        since = NewerVersion.of(work, draft)
        if since is None:
            raise NotNow(f"Expected a newer version of {self.bundle} than your draft's, but there is none.")
        unknown = sorted(set(self.theirs) - set(since.both))
        if unknown:
            raise Unusable(f"Expected files that you and the newer version both changed, but found {unknown[0]}.")
        taken = sorted({*since.theirs, *self.theirs})
        moved = replace(draft, base=since.version, revision=draft.revision + 1, updated_at=work.now)
        work.drafts.save(moved)
        walks: dict[str, bytes | None] = dict(work.walks.of_draft(draft))
        walks |= {name: since.deployed.get(name) for name in taken if name.endswith(SUFFIX)}
        files = {name: since.deployed.get(name) for name in taken if not name.endswith(SUFFIX)}
        work.drafts.write(moved, files)
        work.walks.stand_on(moved, {name: content for name, content in walks.items() if content is not None})
        own = {"bundle": moved.bundle, "designer": moved.designer, "base": moved.base, "revision": moved.revision}
        return {**own, "taken": taken, "kept": sorted(set(since.both) - set(self.theirs))}
