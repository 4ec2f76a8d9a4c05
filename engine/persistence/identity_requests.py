"""Requests to see who asked, and units that are themselves complained of."""

from sqlalchemy import Column, String, Table, Text, or_, select

from engine.casework.conflict import AccusedUnit
from engine.casework.unmasking import IdentityRequest
from engine.persistence.cases import cases
from engine.persistence.database import Moment, metadata
from engine.persistence.records import Records

identity_requests = Table(
    "identity_requests",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("case", String(32), nullable=False, index=True),
    Column("reason", Text, nullable=False),
    Column("asked_by", String(128), nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("decision", String(16)),
    Column("decision_reason", Text),
    Column("decided_by", String(128)),
    Column("decided_at", Moment),
    Column("until", Moment),
)

accused_units = Table(
    "accused_units",
    metadata,
    Column("case", String(32), primary_key=True),
    Column("unit", String(32), primary_key=True),
    Column("reason", Text, nullable=False),
    Column("named_by", String(128), nullable=False),
    Column("named_at", Moment, nullable=False),
    Column("let_act_by", String(128)),
    Column("let_act_because", Text),
    Column("let_act_at", Moment),
)


class IdentityRequests(Records[IdentityRequest]):
    """Requests of cases."""

    table, record = identity_requests, IdentityRequest


class AccusedUnits(Records[AccusedUnit]):
    """Units by case."""

    table, record = accused_units, AccusedUnit

    def by_all_of(self, number: str) -> list[AccusedUnit]:
        """Those of a case and of what was merged into it."""
        merged = select(cases.c.number).where(cases.c.merged_into == number)
        of_any = or_(accused_units.c.case == number, accused_units.c.case.in_(merged))
        query = select(*(accused_units.c[name] for name in self.names)).where(of_any)
        return self._records(self._connection.execute(query.order_by(accused_units.c.named_at, accused_units.c.unit)))
