"""Hand-offs to the discipline organ"""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from alembic import op

revision = "0012"
down_revision = "0011"

DISTRICT = "district"
JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "referrals",
        sa.Column("number", sa.String(length=32), nullable=False),
        sa.Column("ground", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("cases", JSON, nullable=False),
        sa.Column("units", JSON, nullable=False),
        sa.Column("raised_by", sa.String(length=128), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("receipt", sa.Text(), nullable=True),
        sa.Column("received_by", sa.String(length=128), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_referrals")),
        schema=DISTRICT,
    )
    op.create_index(op.f("ix_referrals_raised_at"), "referrals", ["raised_at"], schema=DISTRICT)


def downgrade() -> None:
    op.drop_table("referrals", schema=DISTRICT)
