"""Requests to see who asked, units complained of, and which accounts are one person's"""

import sqlalchemy as sa

from alembic import op

revision = "0011"
down_revision = "0010"

DISTRICT = "district"


def upgrade() -> None:
    op.create_table(
        "identity_requests",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.String(length=128), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision", sa.String(length=16), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.String(length=128), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_requests")),
        schema=DISTRICT,
    )
    op.create_index(op.f("ix_identity_requests_case"), "identity_requests", ["case"], schema=DISTRICT)
    op.create_table(
        "accused_units",
        sa.Column("case", sa.String(length=32), nullable=False),
        sa.Column("unit", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("named_by", sa.String(length=128), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("case", "unit", name=op.f("pk_accused_units")),
        schema=DISTRICT,
    )
    op.add_column("accounts", sa.Column("person", sa.String(length=128), nullable=True), schema=_schema())


def downgrade() -> None:
    op.drop_column("accounts", "person", schema=_schema())
    op.drop_table("accused_units", schema=DISTRICT)
    op.drop_table("identity_requests", schema=DISTRICT)


def _schema() -> str | None:
    return op.get_bind().get_execution_options()["schema_translate_map"][DISTRICT]  # ALTER TABLE knows no placeholder
