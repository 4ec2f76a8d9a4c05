"""Working hours hold from a day on, like the days: they come with the calendar's file"""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from alembic import op

revision = "0022"
down_revision = "0021"

DISTRICT = "district"  # the placeholder that every connection translates to the district's schema
JSON = sa.JSON().with_variant(JSONB(), "postgresql")
BEFORE_ANY = date(2000, 1, 1)  # the first day a calendar may name


def upgrade() -> None:
    op.create_table(
        "calendar_hours",
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("hours", JSON, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("since", name=op.f("pk_calendar_hours")),
        schema=DISTRICT,
    )
    newest = op.get_bind().execute(sa.select(_editions()).order_by(sa.desc("edition")).limit(1)).first()
    if newest is not None:
        op.execute(sa.insert(_hours()).values(since=BEFORE_ANY, hours=newest.hours, source=newest.source))
    op.drop_column("calendar_editions", "hours", schema=_schema())


def downgrade() -> None:
    """The release before has one set of hours: the newest is kept."""
    op.add_column("calendar_editions", sa.Column("hours", JSON), schema=_schema())
    newest = op.get_bind().execute(sa.select(_hours()).order_by(sa.desc("since")).limit(1)).first()
    op.execute(sa.update(_editions()).values(hours=newest.hours if newest is not None else []))
    with op.batch_alter_table("calendar_editions", schema=_schema()) as table:
        table.alter_column("hours", existing_type=JSON, nullable=False)
    op.drop_table("calendar_hours", schema=DISTRICT)


def _editions() -> sa.TableClause:
    columns = (sa.column("edition"), sa.column("source"), sa.column("hours", JSON))
    return sa.table("calendar_editions", *columns, schema=_schema())


def _hours() -> sa.TableClause:
    columns = (sa.column("since", sa.Date()), sa.column("hours", JSON), sa.column("source"))
    return sa.table("calendar_hours", *columns, schema=_schema())


def _schema() -> str | None:
    return op.get_bind().get_execution_options()["schema_translate_map"][DISTRICT]  # ALTER TABLE knows no placeholder
