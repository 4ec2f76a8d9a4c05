"""A designer throws a draft away."""

from dataclasses import dataclass

from engine.errors import Stale
from engine.operations.draft_files import refuse_non_designers
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class DiscardDraft:
    """``revision``: the one the designer saw, so that nothing unseen is thrown away."""

    bundle: str
    revision: int

    def perform(self, work: UnitOfWork) -> None:
        """Raises: NotAllowed, NotFound, Stale when it was saved since."""
        refuse_non_designers(work.by)
        draft = work.drafts.get(self.bundle, work.by.username)
        if draft.revision != self.revision:
            changed = [
                *work.drafts.changed_since(draft, self.revision),
                *work.walks.changed_since(draft, self.revision),
            ]
            raise Stale(
                f"Expected the draft of {self.bundle} as you saw it, but it was saved since. Look at it again first.",
                revision=draft.revision,
                fresh={"revision": draft.revision, "changed": changed, "updated_at": draft.updated_at.isoformat()},
            )
        work.drafts.discard(draft)
        work.walks.discard(draft)
