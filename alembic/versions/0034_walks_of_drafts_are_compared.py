"""A walk of a draft knows what the version had in its place, and at which save of the draft it was written"""

import sqlalchemy as sa

from alembic import op

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    op.add_column("walks", sa.Column("base", sa.LargeBinary()), schema=_schema())
    op.add_column("walks", sa.Column("revision", sa.Integer()), schema=_schema())


def downgrade() -> None:
    op.drop_column("walks", "revision", schema=_schema())
    op.drop_column("walks", "base", schema=_schema())


def _schema() -> str | None:
    return op.get_bind().get_execution_options()["schema_translate_map"]["district"]  # ALTER TABLE knows no placeholder
