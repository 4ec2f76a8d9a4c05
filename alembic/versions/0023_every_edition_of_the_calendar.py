"""Every edition of the calendar keeps its days and hours, so that a date is explained by what held when it was computed"""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from alembic import op

revision = "0023"
down_revision = "0022"

DISTRICT = "district"  # the placeholder that every connection translates to the district's schema
JSON = sa.JSON().with_variant(JSONB(), "postgresql")
TABLES = {
    "calendar_days": ("day", ("working", sa.Boolean()), ("name", sa.Text())),
    "calendar_hours": ("since", ("hours", JSON), ("source", sa.Text())),
}


def upgrade() -> None:
    for name in TABLES:
        kept = _rows(name, with_edition=False)
        op.drop_table(name, schema=DISTRICT)
        _create(name, with_edition=True)
        _fill(name, [{**row, "edition": 1} for row in kept])


def downgrade() -> None:
    """The release before has one edition: what holds by the newest is kept."""
    for name, (key, *_) in TABLES.items():
        rows = _rows(name, with_edition=True)
        newest: dict[object, int] = {}
        for row in rows:
            newest[_of(row[key], name)] = max(row["edition"], newest.get(_of(row[key], name), 0))
        kept = [row for row in rows if row.pop("edition") == newest[_of(row[key], name)]]
        op.drop_table(name, schema=DISTRICT)
        _create(name, with_edition=False)
        _fill(name, kept)


def _of(day: object, table: str) -> object:
    """What an edition replaces as a whole: the days of a year, the hours of a day."""
    return str(day)[:4] if table == "calendar_days" else day


def _create(name: str, *, with_edition: bool) -> None:
    key, *others = TABLES[name]
    edition = [sa.Column("edition", sa.Integer(), autoincrement=False, nullable=False)] if with_edition else []
    keys = [*(["edition"] if with_edition else []), key]
    columns = [sa.Column(column, kind, nullable=False) for column, kind in others]
    pk = sa.PrimaryKeyConstraint(*keys, name=op.f(f"pk_{name}"))
    op.create_table(name, *edition, sa.Column(key, sa.Date(), nullable=False), *columns, pk, schema=DISTRICT)


def _table(name: str, *, with_edition: bool) -> sa.TableClause:
    key, *others = TABLES[name]
    edition = [sa.column("edition", sa.Integer())] if with_edition else []
    columns = [sa.column(column, kind) for column, kind in others]
    return sa.table(name, *edition, sa.column(key, sa.Date()), *columns, schema=_schema())


def _rows(name: str, *, with_edition: bool) -> list[dict[str, object]]:
    found = op.get_bind().execute(sa.select(_table(name, with_edition=with_edition)))
    return [dict(row) for row in found.mappings()]


def _fill(name: str, rows: list[dict[str, object]]) -> None:
    if rows:
        op.get_bind().execute(sa.insert(_table(name, with_edition="edition" in rows[0])), rows)


def _schema() -> str | None:
    return op.get_bind().get_execution_options()["schema_translate_map"][DISTRICT]  # ALTER TABLE knows no placeholder
