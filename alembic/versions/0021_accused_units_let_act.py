"""A unit complained of acts on the request only when a second person has allowed it, with a reason"""

import sqlalchemy as sa

from alembic import op

revision = "0021"
down_revision = "0020"

DISTRICT = "district"  # the placeholder that every connection translates to the district's schema
TABLE = "accused_units"


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("let_act_by", sa.String(128)), schema=_schema())
    op.add_column(TABLE, sa.Column("let_act_because", sa.Text()), schema=_schema())
    op.add_column(TABLE, sa.Column("let_act_at", sa.DateTime(timezone=True)), schema=_schema())


def downgrade() -> None:
    for name in ("let_act_at", "let_act_because", "let_act_by"):
        op.drop_column(TABLE, name, schema=_schema())


def _schema() -> str | None:
    return op.get_bind().get_execution_options()["schema_translate_map"][DISTRICT]  # ALTER TABLE knows no placeholder
