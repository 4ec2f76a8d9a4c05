"""What was handed over to the discipline organ."""

from sqlalchemy import Column, String, Table, Text, tuple_

from engine.casework.referral import Referral
from engine.persistence.database import Json, Moment, metadata
from engine.persistence.records import Records

referrals = Table(
    "referrals",
    metadata,
    Column("number", String(32), primary_key=True),
    Column("ground", String(32), nullable=False),
    Column("reason", Text, nullable=False),
    Column("cases", Json, nullable=False),
    Column("units", Json, nullable=False),
    Column("raised_by", String(128), nullable=False),
    Column("raised_at", Moment, nullable=False, index=True),
    Column("receipt", Text),
    Column("received_by", String(128)),
    Column("received_at", Moment),
)


class Referrals(Records[Referral]):
    """Referrals, the newest first."""

    table, record = referrals, Referral

    def newest(self, limit: int, before: tuple[object, ...] | None = None) -> list[Referral]:
        """Those older than (moment, number), or the newest."""
        order = referrals.c.raised_at, referrals.c.number
        query = self._select({})
        query = query if before is None else query.where(tuple_(*order) < tuple_(*before))
        rows = self._connection.execute(query.order_by(*(column.desc() for column in order)).limit(limit))
        return self._records(rows)
