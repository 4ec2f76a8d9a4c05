"""Revisions of the responsibility list, and the positions of units"""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from alembic import op

revision = "0013"
down_revision = "0012"

DISTRICT = "district"
JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "list_revisions",
        sa.Column("number", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("matter", sa.String(length=32), nullable=True),
        sa.Column("case", sa.String(length=32), nullable=True),
        sa.Column("raised_by", sa.String(length=128), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lines", JSON, nullable=False),
        sa.Column("units", JSON, nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("legal_opinion", sa.Text(), nullable=True),
        sa.Column("minutes", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_list_revisions")),
        schema=DISTRICT,
    )
    op.create_index(op.f("ix_list_revisions_case"), "list_revisions", ["case"], unique=False, schema=DISTRICT)
    op.create_index(op.f("ix_list_revisions_raised_at"), "list_revisions", ["raised_at"], unique=False, schema=DISTRICT)
    op.create_table(
        "list_positions",
        sa.Column("revision", sa.String(length=32), nullable=False),
        sa.Column("round", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(length=32), nullable=False),
        sa.Column("position", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("given_by", sa.String(length=128), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("revision", "round", "unit", name=op.f("pk_list_positions")),
        schema=DISTRICT,
    )


def downgrade() -> None:
    op.drop_table("list_positions", schema=DISTRICT)
    op.drop_table("list_revisions", schema=DISTRICT)
