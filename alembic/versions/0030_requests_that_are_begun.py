"""What a citizen has written of a request so far is kept from step to step, sealed and for an hour"""

import sqlalchemy as sa

from alembic import op

revision = "0030"
down_revision = "0029"

DISTRICT = "district"  # the placeholder that every connection translates to the district's schema


def upgrade() -> None:
    op.create_table(
        "begun_requests",
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_begun_requests")),
        schema=DISTRICT,
    )
    op.create_index(op.f("ix_begun_requests_saved_at"), "begun_requests", ["saved_at"], schema=DISTRICT)


def downgrade() -> None:
    op.drop_table("begun_requests", schema=DISTRICT)
