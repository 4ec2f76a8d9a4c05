"""The beginnings of replies the reader's unit keeps."""

from dataclasses import dataclass
from typing import Any

from engine.errors import NotAllowed
from engine.persistence.unit_of_work import Reading


@dataclass(frozen=True)
class ReplyTemplatesListed:
    """Of the reader's unit; the centre's for those who belong to none."""

    def answer(self, reading: Reading) -> list[dict[str, Any]]:
        """``[{id, title, text, changed_at}]`` by title. Raises: NotAllowed for citizens."""
        if reading.by.kind == "citizen":
            raise NotAllowed("Expected a member of staff; templates are not public.")
        return [
            {"id": one.id, "title": one.title, "text": one.text, "changed_at": one.changed_at.isoformat()}
            for one in reading.reply_templates.of_unit(reading.by.unit)
        ]
