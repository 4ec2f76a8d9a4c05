"""Rows of the responsibility list are dated one by one; names of units too; a case knows whose asset it is about"""

import sqlalchemy as sa

from alembic import op

revision = "0008"
down_revision = "0007"

DISTRICT = "district"


def schema() -> str | None:
    """The district's real schema: Alembic's ALTER TABLE does not go through the map of placeholders."""
    name: str | None = op.get_bind().get_execution_options()["schema_translate_map"][DISTRICT]
    return name


def added() -> dict[str, list[sa.Column[object]]]:
    return {
        "list_versions": [
            sa.Column("origin", sa.String(16), nullable=False, server_default="seed"),
            sa.Column("reference", sa.String(64)),
        ],
        "list_rows": [
            sa.Column("situation", sa.String(128)),
            sa.Column("effective_from", sa.Date(), nullable=False, server_default="0001-01-01"),
            sa.Column("removed", sa.Boolean(), nullable=False, server_default=sa.false()),
        ],
        "unit_aliases": [sa.Column("since", sa.Date()), sa.Column("until", sa.Date())],
        "cases": [sa.Column("asset_owner", sa.String(64))],
    }


def upgrade() -> None:
    for table, columns in added().items():
        for column in columns:
            op.add_column(table, column, schema=schema())
    rows, versions = (
        sa.table(name, sa.column("version"), sa.column("effective_from"), schema=schema())
        for name in ("list_rows", "list_versions")
    )
    day = sa.select(versions.c.effective_from).where(versions.c.version == rows.c.version).scalar_subquery()
    op.execute(rows.update().values(effective_from=sa.func.coalesce(day, rows.c.effective_from)))
    op.drop_index("ix_list_rows_level3", table_name="list_rows", schema=DISTRICT)
    op.create_index("ix_list_rows_code", "list_rows", ["code", "effective_from", "version"], schema=DISTRICT)


def downgrade() -> None:
    op.drop_index("ix_list_rows_code", table_name="list_rows", schema=DISTRICT)
    op.create_index("ix_list_rows_level3", "list_rows", ["version", "level3"], schema=DISTRICT)
    for table, columns in added().items():
        for column in columns:
            op.drop_column(table, column.name, schema=schema())
