"""Attachments: files that came with a case or a task, stored with it in one transaction."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Integer, LargeBinary, String, Table, Text, insert, select
from sqlalchemy.engine import Connection

from engine.errors import NotFound
from engine.persistence.database import Moment, metadata
from engine.persistence.ids import new_id

attachments = Table(
    "attachments",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("business_key", String(128), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("media_type", String(128), nullable=False),
    Column("size", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("added_at", Moment, nullable=False),
    Column("added_by", String(128), nullable=False),
)


@dataclass(frozen=True, slots=True)
class Attachment:
    """What is known of a file without its content; ``size`` in bytes."""

    id: str
    business_key: str
    name: str
    media_type: str
    size: int
    sha256: str
    added_at: datetime
    added_by: str

    @property
    def by_citizen(self) -> bool:
        """Citizens have no account of their own."""
        return self.added_by == "citizen"


_READ = select(*(attachments.c[name] for name in Attachment.__slots__))


class Attachments:
    """Add, get, list, content."""

    def __init__(self, connection: Connection, at: datetime, by: str) -> None:
        self._connection = connection
        self._at = at
        self._by = by

    def add(self, business_key: str, name: str, media_type: str, content: bytes) -> Attachment:
        row = Attachment(
            new_id(),
            business_key,
            name,
            media_type,
            len(content),
            hashlib.sha256(content).hexdigest(),
            self._at,
            self._by,
        )
        values = {field: getattr(row, field) for field in Attachment.__slots__}
        self._connection.execute(insert(attachments), {**values, "content": content})
        return row

    def get(self, attachment_id: str) -> Attachment:
        row = self._connection.execute(_READ.where(attachments.c.id == attachment_id)).first()
        if row is None:
            raise NotFound(f"Expected an attachment, but there is none with the id {attachment_id}.")
        return Attachment(*row)

    def content(self, attachment_id: str) -> bytes:
        query = select(attachments.c.content).where(attachments.c.id == attachment_id)
        return bytes(self._connection.execute(query).scalar_one())

    def of_key(self, business_key: str) -> list[Attachment]:
        query = _READ.where(attachments.c.business_key == business_key).order_by(
            attachments.c.added_at, attachments.c.id
        )
        return [Attachment(*row) for row in self._connection.execute(query)]
