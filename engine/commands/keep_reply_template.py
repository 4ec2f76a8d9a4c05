"""A unit's leader writes, changes or drops a beginning of a reply for the unit."""

from dataclasses import dataclass
from typing import Any

from engine.actor import Actor
from engine.errors import NotAllowed, NotFound, Unusable
from engine.persistence.ids import new_id
from engine.persistence.reply_templates import ReplyTemplate
from engine.persistence.unit_of_work import UnitOfWork

MOST, LONGEST_TITLE, LONGEST_TEXT = 100, 60, 4000


@dataclass(frozen=True)
class KeepReplyTemplate:
    """``template_id`` None makes a new one; ``text`` None drops the one named. The centre's are the shift leader's."""

    title: str
    text: str | None
    template_id: str | None = None

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{id}``. Raises: NotAllowed, NotFound, Unusable."""
        if not may_keep(work.by):
            raise NotAllowed("Expected the unit's leader, or for the centre a shift leader; they keep the templates.")
        kept = self._kept(work)
        if self.text is None:
            if kept is not None:
                work.reply_templates.drop(kept.id)
            return {"id": self.template_id}
        title, text = self.title.strip(), self.text.replace("\r\n", "\n").strip()
        if not 1 <= len(title) <= LONGEST_TITLE or not 1 <= len(text) <= LONGEST_TEXT:
            raise Unusable(f"Expected a title of 1 to {LONGEST_TITLE} and a text of 1 to {LONGEST_TEXT} characters.")
        if kept is None and len(work.reply_templates.of_unit(work.by.unit)) >= MOST:
            raise Unusable(f"Expected at most {MOST} templates. Drop one first.")
        made = ReplyTemplate(kept.id if kept else new_id(), work.by.unit, title, text, work.by.username, work.now)
        if kept is None:
            work.reply_templates.add(made)
        else:
            work.reply_templates.save(made)
        return {"id": made.id}

    def _kept(self, work: UnitOfWork) -> ReplyTemplate | None:
        if self.template_id is None:
            return None
        found = work.reply_templates.find(id=self.template_id)
        if found is None or found.unit != work.by.unit:
            raise NotFound(f"Expected a template of your unit, but there is none with the id {self.template_id}.")
        return found


def may_keep(actor: Actor) -> bool:
    """A unit's leader for the unit; a shift leader for the centre."""
    return actor.has("unit_leader") if actor.unit is not None else actor.has("shift_leader", "admin")
