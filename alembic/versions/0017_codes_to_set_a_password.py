"""Codes with which a person sets a password once"""

import sqlalchemy as sa

from alembic import op

revision = "0017"
down_revision = "0016"

DISTRICT = "district"  # the placeholder that every connection translates to the district's schema


def upgrade() -> None:
    op.create_table(
        "reset_codes",
        sa.Column("username", sa.String(length=128), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("made_by", sa.String(length=128), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["username"], [f"{DISTRICT}.accounts.username"], name=op.f("fk_reset_codes_username_accounts")
        ),
        sa.PrimaryKeyConstraint("username", name=op.f("pk_reset_codes")),
        sa.UniqueConstraint("digest", name=op.f("uq_reset_codes_digest")),
        schema=DISTRICT,
    )


def downgrade() -> None:
    op.drop_table("reset_codes", schema=DISTRICT)
