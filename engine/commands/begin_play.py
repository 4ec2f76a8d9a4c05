"""A designer begins to play a version of a bundle, or the draft of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.operations.draft_files import refuse_non_designers
from engine.persistence.ids import new_id
from engine.persistence.plays import KEPT, PlayRow, Plays
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class BeginPlay:
    """``version`` None plays the draft; ``starts`` is where the virtual clock stands first."""

    bundle: str
    version: int | None
    starts: datetime

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{id}``. Older plays than the newest ten make room. Raises: NotAllowed, NotFound."""
        refuse_non_designers(work.by)
        if self.version is None:
            work.drafts.get(self.bundle, work.by.username)
        else:
            work.bundles.version(self.bundle, self.version)
        rows = Plays(work.connection)
        for old in rows.newest(work.by.username)[KEPT - 1 :]:
            rows.remove(old.id)
        row = PlayRow(new_id(), self.bundle, self.version, work.by.username, self.starts, [], 0, work.now)
        rows.add(row)
        return {"id": row.id}
