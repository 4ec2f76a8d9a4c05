"""What a designer has played is kept step by step; one that is not wanted is put away."""

from dataclasses import dataclass, field, replace
from typing import Any

from engine.errors import Stale
from engine.operations.draft_files import refuse_non_designers
from engine.persistence.plays import Plays
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class KeepPlay:
    """The steps as they now are; ``revision`` is the one they were made from."""

    play_id: str
    revision: int
    steps: list[dict[str, Any]] = field(default_factory=list)

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{id, revision}``. Raises: NotAllowed, NotFound, Stale when another page played on meanwhile."""
        refuse_non_designers(work.by)
        rows = Plays(work.connection)
        row = rows.of(self.play_id, work.by.username)
        if row.revision != self.revision:
            raise Stale("Expected to play on from where you stood, but another page played on meanwhile. Look again.")
        kept = replace(row, steps=self.steps, revision=row.revision + 1, updated_at=work.now)
        rows.save(kept)
        return {"id": kept.id, "revision": kept.revision}


@dataclass(frozen=True)
class PutAwayPlay:
    """It is not wanted any more."""

    play_id: str

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{id}``. Raises: NotAllowed, NotFound."""
        refuse_non_designers(work.by)
        rows = Plays(work.connection)
        row = rows.of(self.play_id, work.by.username)
        rows.remove(row.id)
        return {"id": row.id}
