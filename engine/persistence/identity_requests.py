"""Requests to see who asked, and units that are themselves complained of."""

from sqlalchemy import Column, String, Table, Text

from engine.casework.unmasking import AccusedUnit, IdentityRequest
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
)


class IdentityRequests(Records[IdentityRequest]):
    """Requests of cases."""

    table, record = identity_requests, IdentityRequest


class AccusedUnits(Records[AccusedUnit]):
    """Units by case."""

    table, record = accused_units, AccusedUnit
