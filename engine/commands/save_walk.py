"""A designer puts a walk into a draft, or takes one out."""

import re
from dataclasses import dataclass, field
from typing import Any

from engine.errors import Unusable
from engine.operations.draft_files import refuse_non_designers
from engine.persistence.unit_of_work import UnitOfWork

FILE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]{0,79}\.yaml")
LARGEST = 256 * 1024
MOST = 300  # walks of a draft


@dataclass(frozen=True)
class SaveWalk:
    """``content`` None takes the walk out of the draft."""

    bundle: str
    name: str
    content: bytes | None = field(repr=False)

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{bundle, walks}``: how many the draft has now. Raises: NotAllowed, NotFound, Unusable (name, size)."""
        refuse_non_designers(work.by)
        draft = work.drafts.get(self.bundle, work.by.username)
        if not FILE.fullmatch(self.name):
            raise Unusable(
                f"Expected a file name of letters, digits, _ and - ending in .yaml, but found {self.name[:80]!r}."
            )
        if self.content is not None and len(self.content) > LARGEST:
            raise Unusable(f"Expected a walk of at most {LARGEST >> 10} kB, but found {len(self.content) >> 10}.")
        work.walks.write(draft.bundle, draft.designer, {self.name: self.content})
        there = work.walks.of_draft(draft.bundle, draft.designer, draft.base)
        if len(there) > MOST:
            raise Unusable(f"Expected at most {MOST} walks in a draft, but this is one more. Take one out first.")
        return {"bundle": draft.bundle, "walks": len(there)}
