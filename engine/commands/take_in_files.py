"""A designer takes in files drawn elsewhere, under names a bundle can have; those of the same name are replaced."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from engine.operations.draft_files import refuse_non_designers, refuse_unreadable
from engine.operations.draft_saving import save_files
from engine.operations.sent_files import named_for_bundle
from engine.persistence.unit_of_work import Reading, UnitOfWork


@dataclass(frozen=True)
class TakeInFiles:
    """``files``: content by the name each has where it comes from."""

    bundle: str
    revision: int
    files: Mapping[str, bytes] = field(repr=False)

    def prepare(self, reading: Reading) -> "TakeInFiles":
        """Name and read them before any lock is taken. Raises: Unusable, DeploymentRefused."""
        refuse_non_designers(reading.by)
        named = named_for_bundle(self.files)
        refuse_unreadable(named)
        return replace(self, files=named)

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """As ``save_files`` answers and refuses, with ``taken``: the names the files have now."""
        answer = save_files(work, self.bundle, self.revision, {**self.files})
        return {**answer, "taken": sorted(self.files)}
