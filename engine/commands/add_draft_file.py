"""A designer begins a diagram, a decision or a form."""

from dataclasses import dataclass
from typing import Any

from engine.errors import Unusable
from engine.operations.blank_files import blank_file
from engine.operations.draft_files import refuse_unreadable
from engine.operations.draft_saving import save_files
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class AddDraftFile:
    """``name`` ends in .bpmn, .dmn or .form."""

    bundle: str
    revision: int
    name: str

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """As ``save_files`` answers and refuses; Unusable for a name that is taken or that no file may have."""
        content = blank_file(self.bundle, self.name)
        refuse_unreadable({self.name: content})
        answer = save_files(work, self.bundle, self.revision, {})
        if self.name in work.drafts.files(work.drafts.get(self.bundle, work.by.username)):
            raise Unusable(f"Expected a name that is free, but the draft has a file {self.name}. Choose another.")
        return save_files(work, self.bundle, answer["revision"], {self.name: content})
