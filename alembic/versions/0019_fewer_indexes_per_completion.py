"""Fewer indexes are written by a completion: tasks nobody has or no unit owns are in no index by person or unit"""

import sqlalchemy as sa

from alembic import op

revision = "0019"
down_revision = "0018"

DISTRICT = "district"  # the placeholder that every connection translates to the district's schema
LINES = {"mine": "assignee", "unit": "unit"}


def upgrade() -> None:
    for name, column in LINES.items():
        _list_of(name, column, f"status = 'open' AND {column} IS NOT NULL")
    op.drop_index("ix_user_tasks_of_instance", table_name="user_tasks", schema=DISTRICT)
    op.drop_index("ix_journal_instance_id", table_name="journal", schema=DISTRICT)


def downgrade() -> None:
    is_open = sa.text("status = 'open'")
    op.create_index("ix_journal_instance_id", "journal", ["instance_id"], schema=DISTRICT)
    op.create_index(
        "ix_user_tasks_of_instance", "user_tasks", ["instance_id"], schema=DISTRICT,
        postgresql_where=is_open, sqlite_where=is_open,
    )  # fmt: skip
    for name, column in LINES.items():
        _list_of(name, column, "status = 'open'")


def _list_of(name: str, column: str, which: str) -> None:
    index = f"ix_user_tasks_{name}"
    op.drop_index(index, table_name="user_tasks", schema=DISTRICT)
    op.create_index(
        index, "user_tasks", [column, "sort_due", "id"], schema=DISTRICT,
        postgresql_where=sa.text(which), sqlite_where=sa.text(which),
    )  # fmt: skip
