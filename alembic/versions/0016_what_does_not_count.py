"""Applications to leave a case out of a unit's score"""

import sqlalchemy as sa

from alembic import op

revision = "0016"
down_revision = "0015"

DISTRICT = "district"


def upgrade() -> None:
    op.create_table(
        "exclusions",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case", sa.String(length=32), nullable=False),
        sa.Column("unit", sa.String(length=32), nullable=False),
        sa.Column("ground", sa.String(length=32), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.String(length=128), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision", sa.String(length=16), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.String(length=128), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("appeal", sa.Text(), nullable=True),
        sa.Column("appealed_by", sa.String(length=128), nullable=True),
        sa.Column("appealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("final", sa.String(length=16), nullable=True),
        sa.Column("final_reason", sa.Text(), nullable=True),
        sa.Column("final_by", sa.String(length=128), nullable=True),
        sa.Column("final_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exclusions")),
        sa.UniqueConstraint("case", "unit", name=op.f("uq_exclusions_case_unit")),
        schema=DISTRICT,
    )


def downgrade() -> None:
    op.drop_table("exclusions", schema=DISTRICT)
