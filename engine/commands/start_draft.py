"""A designer starts a draft: from the version in force, from any other, or empty for a bundle that is not there yet."""

from dataclasses import dataclass
from typing import Any

from engine.errors import NotNow, Unusable
from engine.operations.draft_files import refuse_bundle_name, refuse_non_designers
from engine.persistence.drafts import Draft
from engine.persistence.unit_of_work import UnitOfWork

MOST_DRAFTS = 50  # of one designer


@dataclass(frozen=True)
class StartDraft:
    """``version``: which one to start from, None for the one in force. ``new``: a bundle that was never deployed."""

    bundle: str
    version: int | None = None
    new: bool = False

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{bundle, designer, base, revision}``.

        Raises:
            NotAllowed: for whoever is neither designer nor administrator.
            NotFound: there is no such bundle or version.
            NotNow: there is a draft of this bundle already, or too many of others.
            Unusable: the name of a new bundle cannot be used or is taken.
        """
        refuse_non_designers(work.by)
        own = work.drafts.all(designer=work.by.username)
        if any(one.bundle == self.bundle for one in own):
            raise NotNow(f"Expected no draft of {self.bundle} by you, but there is one. Continue or discard it.")
        if len(own) >= MOST_DRAFTS:
            raise NotNow(f"Expected at most {MOST_DRAFTS} drafts of one designer. Discard one first.")
        base, files = self._new(work) if self.new else self._deployed(work)
        draft = Draft(self.bundle, work.by.username, base, 1, work.now, work.now)
        work.drafts.add(draft)
        work.drafts.write(draft, files)
        return {"bundle": draft.bundle, "designer": draft.designer, "base": base, "revision": draft.revision}

    def _new(self, work: UnitOfWork) -> tuple[None, dict[str, bytes | None]]:
        refuse_bundle_name(self.bundle)
        if work.bundles.last_version(self.bundle):
            raise Unusable(f"Expected a name that is free, but a bundle {self.bundle} is deployed. Start from it.")
        return None, {}

    def _deployed(self, work: UnitOfWork) -> tuple[int, dict[str, bytes | None]]:
        row = work.bundles.version(self.bundle, self.version)
        return row.version, dict(work.bundles.files(row.id))
