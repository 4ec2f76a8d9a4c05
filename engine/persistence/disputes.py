"""Returns, disputes with their opinions and rulings, and what became a precedent."""

from collections.abc import Iterable

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, Text, or_

from engine.casework.duty import MOOT, Dispute, Opinion, Precedent, Return, Ruling
from engine.persistence.database import Json, Moment, metadata
from engine.persistence.records import Records

returns = Table(
    "returns",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("case", String(32), nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("unit", String(32), nullable=False),
    Column("ground", String(32), nullable=False),
    Column("clause", Text, nullable=False),
    Column("evidence", Text),
    Column("suggested_unit", String(32)),
    Column("raised_by", String(128), nullable=False),
    Column("raised_at", Moment, nullable=False),
    Column("decision", String(32)),
    Column("reason", Text),
    Column("decided_by", String(128)),
    Column("decided_at", Moment),
)
_COUNTS = or_(returns.c.decision.is_(None), returns.c.decision != MOOT)
Index(
    "uq_returns_counting",
    returns.c.case,
    returns.c.unit,
    unique=True,
    sqlite_where=_COUNTS,
    postgresql_where=_COUNTS,
)

disputes = Table(
    "disputes",
    metadata,
    Column("number", String(64), primary_key=True),
    Column("case", String(32), nullable=False, index=True),
    Column("return_id", String(32)),
    Column("ground", String(32)),
    Column("named_units", Json, nullable=False),
    Column("provisional_unit", String(32)),
    Column("fallback_unit", String(32)),
    Column("opened_by", String(128), nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("state", String(32), nullable=False, index=True),
    Column("closed_at", Moment),
)

opinions = Table(
    "opinions",
    metadata,
    Column("dispute", String(64), primary_key=True),
    Column("unit", String(32), primary_key=True),
    Column("position", String(32), nullable=False),
    Column("reason", Text),
    Column("given_by", String(128), nullable=False),
    Column("given_at", Moment, nullable=False),
)

rulings = Table(
    "rulings",
    metadata,
    Column("dispute", String(64), primary_key=True),
    Column("case", String(32), nullable=False, index=True),
    Column("lead_unit", String(32), nullable=False),
    Column("cooperating_units", Json, nullable=False),
    Column("reason", Text, nullable=False),
    Column("fallback", Boolean, nullable=False),
    Column("ruled_by", String(128), nullable=False),
    Column("ruled_at", Moment, nullable=False),
)

precedents = Table(
    "precedents",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("dispute", String(64), nullable=False),
    Column("case", String(32), nullable=False),
    Column("matter", String(32)),
    Column("street", String(64)),
    Column("community", String(64)),
    Column("lead_unit", String(32), nullable=False),
    Column("cooperating_units", Json, nullable=False),
    Column("reason", Text, nullable=False),
    Column("ruled_at", Moment, nullable=False),
)


class Returns(Records[Return]):
    """Returns by case and unit: one each that counts."""

    table, record = returns, Return


class Disputes(Records[Dispute]):
    """Disputes by number and case."""

    table, record = disputes, Dispute


class Opinions(Records[Opinion]):
    """What each named unit says."""

    table, record = opinions, Opinion


class Rulings(Records[Ruling]):
    """How each dispute ended."""

    table, record = rulings, Ruling


class Precedents(Records[Precedent]):
    """Rulings that hold for their like."""

    table, record = precedents, Precedent

    def about(self, matters: Iterable[str]) -> list[Precedent]:
        """The precedents of these matters, the newest first."""
        query = self._select({}).where(precedents.c.matter.in_(list(matters)))
        return self._records(self._connection.execute(query.order_by(precedents.c.ruled_at.desc())))
