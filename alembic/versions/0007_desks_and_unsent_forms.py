"""What a person keeps at their worklist, and what they have typed and not yet sent"""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from alembic import op

revision = "0007"
down_revision = "0006"

DISTRICT = "district"  # the placeholder that every connection translates to the district's schema
JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "desks",
        sa.Column("username", sa.String(length=128), nullable=False),
        sa.Column("columns", JSON, nullable=False),
        sa.Column("filters", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["username"], [f"{DISTRICT}.accounts.username"], name=op.f("fk_desks_username_accounts")
        ),
        sa.PrimaryKeyConstraint("username", name=op.f("pk_desks")),
        schema=DISTRICT,
    )
    op.create_table(
        "watches",
        sa.Column("username", sa.String(length=128), nullable=False),
        sa.Column("case", sa.String(length=32), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["username"], [f"{DISTRICT}.accounts.username"], name=op.f("fk_watches_username_accounts")
        ),
        sa.PrimaryKeyConstraint("username", "case", name=op.f("pk_watches")),
        schema=DISTRICT,
    )
    op.create_table(
        "unsent_forms",
        sa.Column("task_id", sa.String(length=64), nullable=False),
        sa.Column("username", sa.String(length=128), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("task_id", "username", name=op.f("pk_unsent_forms")),
        schema=DISTRICT,
    )


def downgrade() -> None:
    for table in ("unsent_forms", "watches", "desks"):
        op.drop_table(table, schema=DISTRICT)
