"""Revisions of the list under way, and the positions units took."""

from sqlalchemy import Column, Integer, String, Table, Text

from engine.casework.list_revision import ListRevision, Position
from engine.persistence.database import Json, Moment, metadata
from engine.persistence.records import Records

list_revisions = Table(
    "list_revisions",
    metadata,
    Column("number", String(32), primary_key=True),
    Column("state", String(16), nullable=False),
    Column("reason", Text, nullable=False),
    Column("matter", String(32)),
    Column("case", String(32), index=True),
    Column("raised_by", String(128), nullable=False),
    Column("raised_at", Moment, nullable=False, index=True),
    Column("lines", Json, nullable=False),
    Column("units", Json, nullable=False),
    Column("round", Integer, nullable=False),
    Column("legal_opinion", Text),
    Column("minutes", Text),
    Column("version", Integer),
    Column("ended_at", Moment),
)

list_positions = Table(
    "list_positions",
    metadata,
    Column("revision", String(32), primary_key=True),
    Column("round", Integer, primary_key=True, autoincrement=False),
    Column("unit", String(32), primary_key=True),
    Column("position", String(16), nullable=False),
    Column("reason", Text),
    Column("given_by", String(128), nullable=False),
    Column("given_at", Moment, nullable=False),
)


class ListRevisions(Records[ListRevision]):
    """Revisions by number."""

    table, record = list_revisions, ListRevision


class ListPositions(Records[Position]):
    """Positions by revision, round and unit."""

    table, record = list_positions, Position
