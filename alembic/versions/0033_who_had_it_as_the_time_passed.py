"""A limit that passed counts to the unit that had the case then, though another closes it"""

import sqlalchemy as sa

from alembic import op

revision = "0033"
down_revision = "0032"


def upgrade() -> None:
    op.add_column("deadlines", sa.Column("missed_by", sa.String(length=32)), schema=_schema())


def downgrade() -> None:
    op.drop_column("deadlines", "missed_by", schema=_schema())


def _schema() -> str | None:
    return op.get_bind().get_execution_options()["schema_translate_map"]["district"]  # ALTER TABLE knows no placeholder
