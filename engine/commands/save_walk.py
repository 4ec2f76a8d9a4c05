"""A designer puts a walk into a draft, or takes one out."""

import re
from dataclasses import dataclass, field, replace
from typing import Any

from engine.errors import Unusable
from engine.operations.draft_files import refuse_non_designers
from engine.operations.draft_saving import refuse_overwriting
from engine.persistence.drafts import Draft
from engine.persistence.unit_of_work import UnitOfWork

FILE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]{0,79}\.yaml")
LARGEST = 256 * 1024
MOST = 300  # walks of a draft


@dataclass(frozen=True)
class SaveWalk:
    """``content`` None takes the walk out of the draft. ``revision``: the one of the draft its walks were last seen at.

    Without a revision nothing was seen, and only a name that is free is written.
    """

    bundle: str
    name: str
    content: bytes | None = field(repr=False)
    revision: int | None = None

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{bundle, walks, revision}``: how many the draft has now, and its revision.

        Raises: NotAllowed, NotFound; Unusable (name, size); Stale when the walk was saved elsewhere since.
        """
        refuse_non_designers(work.by)
        draft = work.drafts.get(self.bundle, work.by.username)
        if not FILE.fullmatch(self.name):
            raise Unusable(
                f"Expected a file name of letters, digits, _ and - ending in .yaml, but found {self.name[:80]!r}."
            )
        if self.content is not None and len(self.content) > LARGEST:
            raise Unusable(f"Expected a walk of at most {LARGEST >> 10} kB, but found {len(self.content) >> 10}.")
        self._refuse_unseen(work, draft)
        moved = replace(draft, revision=draft.revision + 1, updated_at=work.now)
        work.drafts.save(moved)
        work.walks.write(moved, {self.name: self.content})
        there = work.walks.of_draft(moved)
        if len(there) > MOST:
            raise Unusable(f"Expected at most {MOST} walks in a draft, but this is one more. Take one out first.")
        return {"bundle": draft.bundle, "walks": len(there), "revision": moved.revision}

    def _refuse_unseen(self, work: UnitOfWork, draft: Draft) -> None:
        if self.revision is not None:
            changed = work.walks.changed_since(draft, self.revision)
            refuse_overwriting(draft, self.revision, changed, [name for name in changed if name == self.name])
        elif self.name in work.walks.of_draft(draft):
            raise Unusable(
                f"Expected a name that is free, but the draft has a walk {self.name}. Choose another, or take it out."
            )
