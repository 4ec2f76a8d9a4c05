"""The number of a state's format stands in the state, where it is checked; the column beside it was never read"""

import sqlalchemy as sa

from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    op.drop_column("instances", "state_format", schema=_schema())


def downgrade() -> None:
    column = sa.Column("state_format", sa.SmallInteger(), nullable=False, server_default="1")
    op.add_column("instances", column, schema=_schema())


def _schema() -> str | None:
    return op.get_bind().get_execution_options()["schema_translate_map"]["district"]  # ALTER TABLE knows no placeholder
