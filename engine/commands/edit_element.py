"""A designer changes what is said of one element, by a form instead of the drawing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.errors import NotFound, Unusable
from engine.operations.draft_files import refuse_unreadable
from engine.operations.draft_saving import save_files
from engine.persistence.unit_of_work import UnitOfWork
from engine.runtime import write_values

LONGEST = 20_000  # characters of one value, as deployment takes them


@dataclass(frozen=True)
class EditElement:
    """``values`` by the names of ``engine.runtime.write_values``; an empty text removes."""

    bundle: str
    revision: int
    file: str
    element: str
    values: Mapping[str, str] = field(repr=False)

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """As ``save_files`` answers and refuses; NotFound for no such file or element, Unusable for a bad value."""
        answer = save_files(work, self.bundle, self.revision, {})
        content = work.drafts.files(work.drafts.get(self.bundle, work.by.username)).get(self.file)
        if content is None or not self.file.endswith(".bpmn"):
            raise NotFound(f"Expected a diagram {self.file} in the draft of {self.bundle}, but there is none.")
        if self.file in answer["changed"]:
            save_files(work, self.bundle, self.revision, {self.file: content})  # refuses: it was saved elsewhere
        for name, value in self.values.items():
            if len(value) > LONGEST or any(ord(letter) < 32 and letter not in "\t\n\r" for letter in value):
                raise Unusable(f"Expected at most {LONGEST} characters of plain text in {name}. Shorten it.")
        written = write_values(self.file, content, self.element, self.values)
        refuse_unreadable({self.file: written})
        return save_files(work, self.bundle, answer["revision"], {self.file: written})
