"""Messages to people: a row each; the outbox delivers them."""

from sqlalchemy import Column, String, Table, Text

from engine.casework.notices import Notice
from engine.persistence.database import Moment, metadata
from engine.persistence.records import Records

notices = Table(
    "notices",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("about", String(64), nullable=False, index=True),
    Column("recipient_kind", String(32), nullable=False),
    Column("recipient", String(64), nullable=False),
    Column("template", String(32), nullable=False),
    Column("text_zh", Text, nullable=False),
    Column("text_en", Text, nullable=False),
    Column("sent_at", Moment, nullable=False),
)


class Notices(Records[Notice]):
    """Notices about a case or joint handling."""

    table, record = notices, Notice
