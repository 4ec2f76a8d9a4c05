"""When the clock starts a process"""

import sqlalchemy as sa

from alembic import op

revision = "0002"
down_revision = "0001"

DISTRICT = "district"  # the placeholder that every connection translates to the district's schema


def upgrade() -> None:
    op.create_table(
        "start_timers",
        sa.Column("process_id", sa.String(length=128), nullable=False),
        sa.Column("bundle_id", sa.String(length=32), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("turns_left", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["bundle_id"], [f"{DISTRICT}.bundles.id"], name=op.f("fk_start_timers_bundle_id_bundles")
        ),
        sa.PrimaryKeyConstraint("process_id", name=op.f("pk_start_timers")),
        schema=DISTRICT,
    )


def downgrade() -> None:
    op.drop_table("start_timers", schema=DISTRICT)
