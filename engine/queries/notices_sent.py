"""What citizens and units were told. A demo district delivers nowhere else than to the page that shows this."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, tuple_

from engine.casework.visibility import sees_all
from engine.errors import NotAllowed
from engine.persistence.notices import notices
from engine.persistence.outbox import outbox
from engine.persistence.unit_of_work import Reading
from engine.queries.cursor import moment, page, unpack


@dataclass(frozen=True)
class NoticesSent:
    """The newest first; ``case``: only those about one case or joint handling."""

    case: str | None = None
    limit: int = 50
    cursor: str | None = None

    def answer(self, reading: Reading) -> dict[str, Any]:
        """``{"items": [notice…], "next": cursor or None}``. Raises: NotAllowed outside the offices of the district."""
        if not sees_all(reading.by):
            raise NotAllowed("Expected a member of the command centre; notices to citizens are not for everyone.")
        order = notices.c.sent_at, notices.c.id
        query = select(notices, outbox.c.delivered_at).outerjoin(outbox, outbox.c.dedup_key == notices.c.id)
        if self.case:
            query = query.where(notices.c.about == self.case)
        if self.cursor is not None:
            query = query.where(tuple_(*order) < tuple_(*unpack(self.cursor, moment, str)))
        query = query.order_by(*(column.desc() for column in order)).limit(self.limit + 1)
        rows = reading.connection.execute(query).all()
        shown, following = page(rows, self.limit, lambda row: (row.sent_at, row.id))
        called = reading.unit_names({row.recipient for row in shown if row.recipient_kind not in ("citizen", "role")})
        return {"items": [_line(row, called) for row in shown], "next": following}


def _line(row: Any, called: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "case": row.about,
        "template": row.template,
        "to": row.recipient if row.recipient_kind == "role" else row.recipient_kind,
        "to_name": called.get(row.recipient, {}).get("name"),
        "to_name_en": called.get(row.recipient, {}).get("name_en"),
        "text": row.text_zh,
        "text_en": row.text_en,
        "sent_at": row.sent_at.isoformat(),
        "delivered_at": row.delivered_at.isoformat() if row.delivered_at else None,
    }
