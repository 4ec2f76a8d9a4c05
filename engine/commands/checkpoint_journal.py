"""Make a checkpoint of the journal: seal what every chain ends with now, so that a cut tail is found."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from engine.casework.visibility import sees_all
from engine.errors import NotAllowed
from engine.persistence.journal_chain import NOTHING, keyring_of
from engine.persistence.journal_seals import Checkpoint, Head, checkpoint_bytes
from engine.persistence.unit_of_work import Reading, UnitOfWork

MOST = 50_000  # chains in one checkpoint; the next one goes on
OVERLAP = timedelta(hours=1)  # far longer than a transaction lasts, or than the clocks of two nodes differ


@dataclass(frozen=True)
class CheckpointJournal:
    """``whole``: look at every chain; else at those written to since the checkpoint before this one."""

    whole: bool = False
    found: tuple[tuple[str, int, bytes], ...] = ()
    after: int | None = None

    def prepare(self, reading: Reading) -> "CheckpointJournal":
        """Find the chains that grew, without holding up a writer."""
        if not sees_all(reading.by):
            raise NotAllowed("Expected an office of the district or the clock to make a checkpoint of the journal.")
        last = reading.journal_checkpoints.newest()
        from_start = self.whole or last is None or last.heads == MOST
        since = None if from_start or last is None else last.at - OVERLAP
        found = reading.journal_heads.grown(since, MOST)
        return replace(self, found=tuple(found), after=last.number if last else 0)

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{number, code, heads}``; number None when no chain grew, or another node made the checkpoint meanwhile."""
        last = work.journal_checkpoints.newest()
        before = last.number if last else 0
        if not self.found or before != self.after:
            return {"number": None, "code": None, "heads": 0}
        keys = keyring_of(work.settings)
        content = checkpoint_bytes(before + 1, work.now, self.found, last.code if last else NOTHING)
        made = Checkpoint(before + 1, work.now, len(self.found), keys.current, keys.seal(content))
        work.journal_checkpoints.add(made)
        work.journal_heads.add(*(Head(key, seq, code, made.number) for key, seq, code in self.found))
        return {"number": made.number, "code": made.code.hex(), "heads": made.heads}
