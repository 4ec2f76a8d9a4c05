"""The files of a case, and one of them."""

from dataclasses import dataclass, field
from typing import Any

from engine.errors import NotFound
from engine.persistence.attachments import Attachment
from engine.persistence.readable import refuse_unless_opened
from engine.persistence.unit_of_work import Reading


@dataclass(frozen=True)
class AttachmentsOf:
    """``tracking_code``: what opens the case to its citizen; None for staff."""

    key: str
    tracking_code: str | None = field(default=None, repr=False)

    def answer(self, reading: Reading) -> list[dict[str, Any]]:
        """``[{id, name, media_type, size, added_at, by_name}]``, the oldest first. Raises: NotFound.

        ``by_name`` says to staff which of them added it; None when the citizen did. The citizen is told of no file that
        staff added: evidence and what units send each other is theirs.
        """
        refuse_unless_opened(reading, self.key, self.tracking_code)
        rows = reading.attachments.of_key(self.key)
        staff = reading.accounts.names({row.added_by for row in rows})
        if self.tracking_code is not None:
            rows = [row for row in rows if row.by_citizen]
        return [{**_line(row), "by_name": staff.get(row.added_by)} for row in rows]


@dataclass(frozen=True)
class AttachmentContent:
    """One file of a case."""

    key: str
    attachment_id: str
    tracking_code: str | None = field(default=None, repr=False)

    def answer(self, reading: Reading) -> dict[str, Any]:
        """The line of the list with ``content`` (bytes). Raises: NotFound, also when it is another case's file."""
        refuse_unless_opened(reading, self.key, self.tracking_code)
        row = reading.attachments.get(self.attachment_id)
        is_hidden = self.tracking_code is not None and not row.by_citizen
        if row.business_key != self.key or is_hidden:
            raise NotFound(f"Expected an attachment, but there is none with the id {self.attachment_id}.")
        return {**_line(row), "content": reading.attachments.content(row.id)}


def _line(row: Attachment) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        "media_type": row.media_type,
        "size": row.size,
        "added_at": row.added_at.isoformat(),
    }
