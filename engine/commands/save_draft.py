"""A designer keeps what was changed, finished or not; the editor does so by itself while the designer draws."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.operations.draft_files import refuse_losses, refuse_non_designers, refuse_unreadable
from engine.operations.draft_saving import save_files
from engine.persistence.unit_of_work import Reading, UnitOfWork


@dataclass(frozen=True)
class SaveDraft:
    """``files``: content by name, None to remove one. ``revision``: the one the designer last saw of these files.

    Two windows of one designer may save different files of a draft; the same file only when it was seen as it is.
    ``whole``: from an editor, which must not lose what it does not know. A person who removes it does so in the file.
    """

    bundle: str
    revision: int
    files: Mapping[str, bytes | None] = field(repr=False)
    whole: bool = False

    def prepare(self, reading: Reading) -> "SaveDraft":
        """Have the readers of deployment look at the files before any lock is taken.

        Raises:
            DeploymentRefused: what cannot be read.
            Unusable: something other systems wrote would be lost.
        """
        refuse_non_designers(reading.by)
        given = {name: content for name, content in self.files.items() if content is not None}
        refuse_unreadable(given)
        if self.whole:
            refuse_losses(reading.drafts.files(reading.drafts.get(self.bundle, reading.by.username)), given)
        return self

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """As ``save_files`` answers and refuses."""
        return save_files(work, self.bundle, self.revision, self.files)
