"""Beginnings of replies that a unit keeps"""

import sqlalchemy as sa

from alembic import op

revision = "0014"
down_revision = "0013"

DISTRICT = "district"  # the placeholder that every connection translates to the district's schema


def upgrade() -> None:
    op.create_table(
        "reply_templates",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("changed_by", sa.String(length=128), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply_templates")),
        schema=DISTRICT,
    )
    op.create_index(op.f("ix_reply_templates_unit"), "reply_templates", ["unit"], unique=False, schema=DISTRICT)


def downgrade() -> None:
    op.drop_table("reply_templates", schema=DISTRICT)
