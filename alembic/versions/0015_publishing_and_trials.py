"""Publishing and trials"""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from alembic import op

revision = "0015"
down_revision = "0014"

DISTRICT = "district"
JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    for column in (
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("waiver", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.String(length=128), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision", sa.Text(), nullable=True),
    ):
        op.add_column("bundles", column, schema=_schema())
    op.create_table(
        "walks",
        sa.Column("bundle", sa.String(length=128), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("designer", sa.String(length=128), nullable=False),
        sa.Column("name", sa.String(length=256), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("bundle", "version", "designer", "name", name=op.f("pk_walks")),
        schema=DISTRICT,
    )
    op.create_table(
        "trials",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("bundle", sa.String(length=128), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("designer", sa.String(length=128), nullable=False),
        sa.Column("hash", sa.String(length=200), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("wanted", JSON, nullable=False),
        sa.Column("found", JSON, nullable=False),
        sa.Column("items", JSON, nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trials")),
        schema=DISTRICT,
    )
    op.create_index(
        "ix_user_tasks_done",
        "user_tasks",
        ["process_id", "closed_at"],
        schema=DISTRICT,
        sqlite_where=sa.text("status = 'completed'"),
        postgresql_where=sa.text("status = 'completed'"),
    )
    op.create_index("ix_trials_designer", "trials", ["designer", "bundle", "kind", "started_at"], schema=DISTRICT)


def downgrade() -> None:
    op.drop_index("ix_user_tasks_done", table_name="user_tasks", schema=DISTRICT)
    op.drop_index("ix_trials_designer", table_name="trials", schema=DISTRICT)
    op.drop_table("trials", schema=DISTRICT)
    op.drop_table("walks", schema=DISTRICT)
    for name in ("decision", "decided_at", "decided_by", "waiver", "note"):
        op.drop_column("bundles", name, schema=_schema())


def _schema() -> str | None:
    """The district's real schema: altering a table does not go through the map that creating one does."""
    return op.get_context().version_table_schema
