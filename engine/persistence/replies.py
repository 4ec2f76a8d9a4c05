"""Replies to citizens, and what citizens think of them."""

from sqlalchemy import Boolean, Column, Integer, String, Table, Text, UniqueConstraint

from engine.casework.reply import Rating, Reply
from engine.persistence.database import Moment, metadata
from engine.persistence.records import Records

replies = Table(
    "replies",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("case", String(32), nullable=False),
    Column("number", Integer, nullable=False),
    Column("unit", String(32)),
    Column("outcome", String(32), nullable=False),
    Column("actions", Text),
    Column("public_reply", Text, nullable=False),
    Column("replied_by", String(128), nullable=False),
    Column("replied_at", Moment, nullable=False),
    Column("source", String(32), index=True),
    Column("decision", String(32)),
    Column("decision_reason", Text),
    Column("reviewed_by", String(128)),
    Column("reviewed_at", Moment),
    UniqueConstraint("case", "number"),
)

ratings = Table(
    "ratings",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("case", String(32), nullable=False),
    Column("reply_number", Integer, nullable=False),
    Column("speed", Integer, nullable=False),
    Column("effect", Integer, nullable=False),
    Column("attitude", Integer, nullable=False),
    Column("solved", Boolean, nullable=False),
    Column("comment", Text),
    Column("rated_at", Moment, nullable=False),
    UniqueConstraint("case", "reply_number"),
)
MARKS = (ratings.c.speed, ratings.c.effect, ratings.c.attitude)


class Replies(Records[Reply]):
    """Replies of a case, numbered."""

    table, record = replies, Reply

    def latest(self, case: str) -> Reply | None:
        """The newest reply of a case."""
        return next(reversed(self.all(case=case, order=("number",))), None)


class Ratings(Records[Rating]):
    """One rating for each reply."""

    table, record = ratings, Rating
