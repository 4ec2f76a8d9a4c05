"""Applications to leave a case out of a unit's score."""

from sqlalchemy import Column, String, Table, Text, UniqueConstraint

from engine.casework.exclusion import Exclusion
from engine.persistence.database import Moment, metadata
from engine.persistence.records import Records

exclusions = Table(
    "exclusions",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("case", String(32), nullable=False),
    Column("unit", String(32), nullable=False),
    Column("ground", String(32), nullable=False),
    Column("explanation", Text, nullable=False),
    Column("asked_by", String(128), nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("decision", String(16)),
    Column("reason", Text),
    Column("decided_by", String(128)),
    Column("decided_at", Moment),
    Column("appeal", Text),
    Column("appealed_by", String(128)),
    Column("appealed_at", Moment),
    Column("final", String(16)),
    Column("final_reason", Text),
    Column("final_by", String(128)),
    Column("final_at", Moment),
    UniqueConstraint("case", "unit"),
)


class Exclusions(Records[Exclusion]):
    """One for each case and unit."""

    table, record = exclusions, Exclusion
