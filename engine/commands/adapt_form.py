"""A designer makes a form of another editor one that can be published: its id, and what is not supported."""

from dataclasses import dataclass
from typing import Any

from engine.errors import NotFound
from engine.operations.draft_files import refuse_non_designers
from engine.operations.draft_saving import save_files
from engine.persistence.unit_of_work import UnitOfWork
from forms import adapted, form_id, unreadable_form


@dataclass(frozen=True)
class AdaptForm:
    """``file`` of one's own draft gets its id by its name; ``removing``: and loses what is not supported in it.

    It changes what is in the draft now, so that nothing saved meanwhile is overwritten.
    """

    bundle: str
    file: str
    removing: bool = False

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """As ``save_files`` answers, with ``id``. Raises: NotAllowed; NotFound, when there is no such form."""
        refuse_non_designers(work.by)
        draft = work.drafts.get(self.bundle, work.by.username)
        content = work.drafts.files(draft).get(self.file)
        if content is None or not self.file.endswith(".form") or unreadable_form(self.file, content):
            raise NotFound(f"Expected a form of your draft, but {self.file[:80]!r} is none.")
        form, identity = adapted(content, form_id(self.bundle, self.file), removing=self.removing)
        return {**save_files(work, self.bundle, draft.revision, {self.file: form}), "id": identity}
