"""Merges and splits, and what was added to cases."""

from sqlalchemy import Boolean, Column, String, Table, Text

from engine.casework.merging import Merge, Supplement
from engine.persistence.database import Moment, metadata
from engine.persistence.records import Records

merges = Table(
    "merges",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("child", String(32), nullable=False, index=True),
    Column("parent", String(32), nullable=False, index=True),
    Column("reason", Text),
    Column("merged_by", String(128), nullable=False),
    Column("merged_at", Moment, nullable=False),
    Column("split_by", String(128)),
    Column("split_at", Moment),
)

supplements = Table(
    "supplements",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("case", String(32), nullable=False, index=True),
    Column("asks", Boolean, nullable=False),
    Column("text", Text, nullable=False),
    Column("added_by", String(128), nullable=False),
    Column("added_at", Moment, nullable=False),
)


class Merges(Records[Merge]):
    """Who was merged into whom, and split again."""

    table, record = merges, Merge


class Supplements(Records[Supplement]):
    """Questions to the citizen and what the citizen added."""

    table, record = supplements, Supplement
