"""Plays of designers"""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from alembic import op

revision = "0006"
down_revision = "0005"

DISTRICT = "district"
JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "plays",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("bundle", sa.String(length=128), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("designer", sa.String(length=128), nullable=False),
        sa.Column("starts", sa.DateTime(timezone=True), nullable=False),
        sa.Column("steps", JSON, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plays")),
        schema=DISTRICT,
    )
    op.create_index("ix_plays_designer", "plays", ["designer", "updated_at"], schema=DISTRICT)


def downgrade() -> None:
    op.drop_index("ix_plays_designer", table_name="plays", schema=DISTRICT)
    op.drop_table("plays", schema=DISTRICT)
