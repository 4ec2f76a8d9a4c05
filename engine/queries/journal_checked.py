"""What whoever checks the journal reads: its chains in order, its checkpoints, and the heads they saw."""

from dataclasses import dataclass

from engine.persistence.journal_chain import Keyring, Link, keyring_of
from engine.persistence.journal_seals import Checkpoint, Head, Links, wrong_checkpoint
from engine.persistence.unit_of_work import Reading

MOST = 20


@dataclass(frozen=True)
class JournalLength:
    """How many entries there are, and the keys to check them with."""

    def answer(self, reading: Reading) -> tuple[int, Keyring]:
        return Links(reading.connection).count(), keyring_of(reading.settings)


@dataclass(frozen=True)
class LinksAfter:
    """The entries that follow (key, number), in the order of the chains."""

    place: tuple[str, int]
    most: int = 2000

    def answer(self, reading: Reading) -> list[Link]:
        return Links(reading.connection).after(self.place, self.most)


@dataclass(frozen=True)
class CheckpointsChecked:
    """The checkpoints that are there and what is wrong with them: the first that is gone or another."""

    def answer(self, reading: Reading) -> tuple[list[Checkpoint], str | None]:
        """Every checkpoint, and a sentence or None."""
        before: Checkpoint | None = None
        made = reading.journal_checkpoints.all()
        for one in made:
            seen = [
                (head.business_key, head.seq, head.code) for head in reading.journal_heads.all(checkpoint=one.number)
            ]
            wrong = wrong_checkpoint(one, before, seen, keyring_of(reading.settings))
            if wrong:
                return made, wrong
            before = one
        return made, self._removed(reading)

    def _removed(self, reading: Reading) -> str | None:
        gone = reading.journal_heads.orphaned()
        if gone is None:
            return None
        return f"Expected checkpoint {gone} of the journal, but only the heads it saw are left: it was removed."


@dataclass(frozen=True)
class CheckpointCode:
    """The code of a checkpoint by its number; None when there is none."""

    number: int

    def answer(self, reading: Reading) -> bytes | None:
        found = reading.journal_checkpoints.find(number=self.number)
        return found.code if found else None


@dataclass(frozen=True)
class LostHeads:
    """Entries that a checkpoint saw at the end of a chain and that are gone or not as they were: some of them."""

    def answer(self, reading: Reading) -> list[Head]:
        return reading.journal_heads.lost(MOST)
