"""A designer undoes what a draft changed in one file, or that it was removed."""

from dataclasses import dataclass
from typing import Any

from engine.errors import NotFound
from engine.operations.draft_files import refuse_non_designers
from engine.operations.draft_saving import save_files
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class PutBackDraftFile:
    """``file`` becomes as in the version the draft changes. ``revision``: the one the designer last saw."""

    bundle: str
    revision: int
    file: str

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """As ``save_files`` answers and refuses. Raises: NotFound, when that version has no such file."""
        refuse_non_designers(work.by)
        draft = work.drafts.get(self.bundle, work.by.username)
        base = work.bundles.files_of(draft.bundle, draft.base)
        if self.file not in base:
            raise NotFound(f"Expected a file of the version the draft changes, but {self.file} is none.")
        return save_files(work, self.bundle, self.revision, {self.file: base[self.file]})
