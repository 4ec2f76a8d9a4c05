"""What is late is found in the index alone: it says whose clock it is"""

from alembic import op

revision = "0026"
down_revision = "0025"

DISTRICT = "district"  # the placeholder that every connection translates to the district's schema
BEFORE = ["state", "name", "due_at"]


def upgrade() -> None:
    _index([*BEFORE, "about"])


def downgrade() -> None:
    _index(BEFORE)


def _index(columns: list[str]) -> None:
    op.drop_index("ix_deadlines_due", table_name="deadlines", schema=DISTRICT)
    op.create_index("ix_deadlines_due", "deadlines", columns, schema=DISTRICT)
