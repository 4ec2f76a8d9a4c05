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
    """``version``: whose files to begin with, None for the one in force. ``new``: a bundle that was never deployed.

    What another version has otherwise than the one in force is the draft's own change, so that one can go back to it.
    """

    bundle: str
    version: int | None = None
    new: bool = False

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{bundle, designer, base, revision}``; ``base`` is the version in force, which the draft changes.

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
        if self.new:
            self._refuse_taken(work)
        row = None if self.new else work.bundles.version(self.bundle, self.version)
        base = next((one.version for one in work.bundles.in_force() if one.name == self.bundle), None)
        draft = Draft(self.bundle, work.by.username, base, 1, work.now, work.now)
        work.drafts.add(draft)
        if row is not None:
            work.drafts.write(draft, dict(work.bundles.files(row.id)))
            work.walks.stand_on(draft, work.walks.of_version(row.name, row.version))
        return {"bundle": draft.bundle, "designer": draft.designer, "base": base, "revision": draft.revision}

    def _refuse_taken(self, work: UnitOfWork) -> None:
        refuse_bundle_name(self.bundle)
        if work.bundles.last_version(self.bundle):
            raise Unusable(f"Expected a name that is free, but a bundle {self.bundle} is deployed. Start from it.")
