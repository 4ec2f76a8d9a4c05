"""A unit asks that its case be suspended; who may decide decides"""

import sqlalchemy as sa

from alembic import op

revision = "0029"
down_revision = "0028"

DISTRICT = "district"  # the placeholder that every connection translates to the district's schema


def upgrade() -> None:
    op.create_table(
        "suspension_requests",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.String(length=128), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision", sa.String(length=32)),
        sa.Column("decision_reason", sa.Text()),
        sa.Column("decided_by", sa.String(length=128)),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suspension_requests")),
        sa.UniqueConstraint("case", "number", name=op.f("uq_suspension_requests_case_number")),
        schema=DISTRICT,
    )


def downgrade() -> None:
    op.drop_table("suspension_requests", schema=DISTRICT)
