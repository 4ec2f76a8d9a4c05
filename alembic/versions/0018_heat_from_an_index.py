"""What the heat counts stands in its index, so that no row is read for it"""

import sqlalchemy as sa

from alembic import op

revision = "0018"
down_revision = "0017"

DISTRICT = "district"  # the placeholder that every connection translates to the district's schema
DONE = sa.text("status = 'completed'")
BEFORE = ["process_id", "closed_at"]
AFTER = [*BEFORE, "element", "opened_at", "due_at", "unit", "instance_id"]


def upgrade() -> None:
    _made_of(AFTER)


def downgrade() -> None:
    _made_of(BEFORE)


def _made_of(columns: list[str]) -> None:
    op.drop_index("ix_user_tasks_done", table_name="user_tasks", schema=DISTRICT)
    op.create_index(
        "ix_user_tasks_done", "user_tasks", columns, schema=DISTRICT, postgresql_where=DONE, sqlite_where=DONE
    )
