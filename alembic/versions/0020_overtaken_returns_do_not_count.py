"""A unit returns a case once; a return overtaken by a merge or an end was never decided and does not count"""

import sqlalchemy as sa

from alembic import op

revision = "0020"
down_revision = "0019"

DISTRICT = "district"  # the placeholder that every connection translates to the district's schema
COUNTS = sa.text("decision IS NULL OR decision <> 'moot'")


def upgrade() -> None:
    with op.batch_alter_table("returns", schema=_schema()) as table:
        table.drop_constraint("uq_returns_case_unit", type_="unique")
    op.create_index(
        "uq_returns_counting", "returns", ["case", "unit"], unique=True, schema=DISTRICT,
        postgresql_where=COUNTS, sqlite_where=COUNTS,
    )  # fmt: skip


def downgrade() -> None:
    """The release before knows one return of a unit, and calls one that was overtaken lapsed: the newest is kept."""
    returns = sa.table("returns", *map(sa.column, ("case", "unit", "number", "decision")), schema=_schema())
    later = returns.alias()
    same = (later.c.case == returns.c.case) & (later.c.unit == returns.c.unit) & (later.c.number > returns.c.number)
    op.execute(sa.delete(returns).where(sa.exists().where(same)))
    op.execute(sa.update(returns).where(returns.c.decision == "moot").values(decision="lapsed"))
    op.drop_index("uq_returns_counting", table_name="returns", schema=DISTRICT)
    with op.batch_alter_table("returns", schema=_schema()) as table:
        table.create_unique_constraint("uq_returns_case_unit", ["case", "unit"])


def _schema() -> str | None:
    return op.get_bind().get_execution_options()["schema_translate_map"][DISTRICT]  # ALTER TABLE knows no placeholder
