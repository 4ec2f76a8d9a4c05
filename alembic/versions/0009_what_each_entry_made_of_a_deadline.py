"""What each entry of a ledger made of the due time is kept beside it"""

import sqlalchemy as sa

from alembic import op

revision = "0009"
down_revision = "0008"

DISTRICT = "district"


def schema() -> str | None:
    """The district's real schema: Alembic's ALTER TABLE does not go through the map of placeholders."""
    name: str | None = op.get_bind().get_execution_options()["schema_translate_map"][DISTRICT]
    return name


def upgrade() -> None:
    op.add_column("deadline_changes", sa.Column("then_due", sa.DateTime(timezone=True)), schema=schema())
    no = sa.Column("then_provisional", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("deadline_changes", no, schema=schema())
    names = ("deadline_id", "position", "then_due", "then_provisional")
    changes = sa.table("deadline_changes", *map(sa.column, names), schema=schema())
    later = sa.table("deadline_changes", *map(sa.column, names), schema=schema()).alias("later")
    kept = sa.table("deadlines", *map(sa.column, ("id", "last_due_at", "provisional")), schema=schema())
    newest = sa.select(sa.func.max(later.c.position)).where(later.c.deadline_id == changes.c.deadline_id)

    def of(column: str) -> sa.ScalarSelect[object]:
        return sa.select(kept.c[column]).where(kept.c.id == changes.c.deadline_id).scalar_subquery()

    # only where a deadline stands now is known; what earlier entries made of it was not kept
    last = changes.c.position == newest.scalar_subquery()
    values = {"then_due": of("last_due_at"), "then_provisional": of("provisional")}
    op.execute(changes.update().where(last).values(values))


def downgrade() -> None:
    op.drop_column("deadline_changes", "then_provisional", schema=schema())
    op.drop_column("deadline_changes", "then_due", schema=schema())
