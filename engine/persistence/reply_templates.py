"""Beginnings of replies that a unit's leader keeps for the unit."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, String, Table, Text, delete

from engine.persistence.database import Moment, metadata
from engine.persistence.records import Records

reply_templates = Table(
    "reply_templates",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("unit", String(64), index=True),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("changed_by", String(128), nullable=False),
    Column("changed_at", Moment, nullable=False),
)


@dataclass(frozen=True, slots=True)
class ReplyTemplate:
    """``unit`` None: for the centre's own people."""

    id: str
    unit: str | None
    title: str
    text: str
    changed_by: str
    changed_at: datetime


class ReplyTemplates(Records[ReplyTemplate]):
    """Those of a unit, by title."""

    table, record = reply_templates, ReplyTemplate

    def of_unit(self, unit: str | None) -> list[ReplyTemplate]:
        return self.all(order=("title", "id"), unit=unit)

    def drop(self, template_id: str) -> None:
        self._connection.execute(delete(reply_templates).where(reply_templates.c.id == template_id))
