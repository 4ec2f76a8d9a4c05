"""A designer takes in files drawn elsewhere, under names a bundle can have."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.operations.draft_files import refuse_non_designers, refuse_unreadable
from engine.operations.draft_saving import save_files
from engine.operations.sent_files import names_in_bundle
from engine.persistence.unit_of_work import Reading, UnitOfWork


@dataclass(frozen=True)
class TakeInFiles:
    """``files``: content by the name each has where it comes from; ``replacing``: over those of the same name."""

    bundle: str
    revision: int
    files: Mapping[str, bytes] = field(repr=False)
    replacing: bool = False

    def prepare(self, reading: Reading) -> "TakeInFiles":
        """Name and read them before any lock is taken. Raises: Unusable, DeploymentRefused."""
        refuse_non_designers(reading.by)
        named = names_in_bundle(self.files, {}, replacing=True)
        refuse_unreadable({named[given]: content for given, content in self.files.items()})
        return self

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """As ``save_files`` answers and refuses, with ``taken``: the name each file has now, by the one it had."""
        there = work.drafts.sizes(work.drafts.get(self.bundle, work.by.username))
        named = names_in_bundle(self.files, there, replacing=self.replacing)
        answer = save_files(work, self.bundle, self.revision, {named[given]: one for given, one in self.files.items()})
        return {**answer, "taken": named}
