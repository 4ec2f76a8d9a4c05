"""A version knows which one was in force when it was put forward, and what its designer had seen of it"""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from alembic import op

revision = "0028"
down_revision = "0027"

JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.add_column("bundles", sa.Column("base", sa.Integer()), schema=_schema())
    op.add_column("bundles", sa.Column("proof", JSON), schema=_schema())
    names = ("id", "name", "version", "status", "deployed_at", "decided_at", "base")
    bundles = sa.table("bundles", *(sa.column(name) for name in names), schema=_schema())
    rows = op.get_bind().execute(sa.select(*bundles.c).order_by(bundles.c.version)).mappings().all()
    for row in rows:
        ruled = [one for one in rows if one["name"] == row["name"] and one["status"] in ("in_force", "superseded")]
        before = [one for one in ruled if one["id"] != row["id"] and _since(one) <= row["deployed_at"]]
        if before:
            last = max(before, key=lambda one: (_since(one), one["version"]))
            op.get_bind().execute(sa.update(bundles).where(bundles.c.id == row["id"]).values(base=last["version"]))


def downgrade() -> None:
    op.drop_column("bundles", "proof", schema=_schema())
    op.drop_column("bundles", "base", schema=_schema())


def _since(row: sa.RowMapping) -> str:
    return row["decided_at"] or row["deployed_at"]  # type: ignore[no-any-return]  # text or a time, alike in one database


def _schema() -> str | None:
    return op.get_bind().get_execution_options()["schema_translate_map"]["district"]  # ALTER TABLE knows no placeholder
