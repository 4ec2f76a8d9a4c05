"""A citizen or a member of staff adds a file to a case."""

from dataclasses import dataclass, field, replace
from typing import Any

from engine.casework.attachment import MOST_PER_CASE, Attachment, judge
from engine.errors import NotNow
from engine.persistence.readable import refuse_unless_opened
from engine.persistence.unit_of_work import Reading, UnitOfWork


@dataclass(frozen=True)
class AttachFile:
    """``key``: the case's number, or another business key; ``tracking_code``: what opens the case to its citizen."""

    key: str
    tracking_code: str | None = field(repr=False)
    name: str = field(repr=False)
    content: bytes = field(repr=False)
    judged: Attachment | None = field(default=None, repr=False)

    def prepare(self, reading: Reading) -> "AttachFile":
        """Judge the file before any lock is taken, once it is known that whoever sends it may.

        Raises:
            NotFound: no such case, or not theirs.
            Unusable: the file is none of those that are kept.
        """
        refuse_unless_opened(reading, self.key, self.tracking_code)
        return replace(self, judged=self._judge(reading))

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{id, name, media_type, size, added_at}``.

        Raises:
            NotNow: the case has ended, or has as many files as a case may have.
        """
        refuse_unless_opened(work, self.key, self.tracking_code)
        case = work.cases.find(self.key.partition("/")[0])
        if case is not None:
            case.expect_open()
        if len(work.attachments.of_key(self.key)) >= MOST_PER_CASE:
            raise NotNow(f"Expected at most {MOST_PER_CASE} files for {self.key}, and it has them. Send no more.")
        file = self.judged or self._judge(work)
        row = work.attachments.add(self.key, file.name, file.media_type, file.content)
        work.journal.note("attach", {"attachment": row.id, "media_type": row.media_type}, key=self.key)
        return {
            "id": row.id,
            "name": row.name,
            "media_type": row.media_type,
            "size": row.size,
            "added_at": row.added_at.isoformat(),
        }

    def _judge(self, reading: Reading) -> Attachment:
        return judge(self.name, self.content, reading.parties.contact(self.key.partition("/")[0]))
