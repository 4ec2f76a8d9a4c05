"""A joint handling may end without a reply, its cases may leave it, and units named by its meeting may read it"""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from alembic import op

revision = "0024"
down_revision = "0023"

DISTRICT = "district"  # the placeholder that every connection translates to the district's schema
JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.add_column("joint_handlings", sa.Column("ended_at", sa.DateTime(timezone=True)), schema=_schema())
    op.add_column("joint_handlings", sa.Column("end_reason", sa.Text()), schema=_schema())
    op.add_column("joint_cases", sa.Column("left_at", sa.DateTime(timezone=True)), schema=_schema())
    op.create_table(
        "joint_involvements",
        sa.Column("joint", sa.String(length=32), nullable=False),
        sa.Column("unit", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("joint", "unit", name=op.f("pk_joint_involvements")),
        schema=DISTRICT,
    )
    op.create_index("ix_joint_involvements_unit", "joint_involvements", ["unit"], schema=DISTRICT)
    _let_named_units_read()


def downgrade() -> None:
    """The release before knows no joint handling that ended: it shows them as replied, without a reply."""
    handlings = sa.table("joint_handlings", sa.column("state"), schema=_schema())
    op.execute(sa.update(handlings).where(handlings.c.state == "ended").values(state="replied"))
    op.drop_table("joint_involvements", schema=DISTRICT)
    for table, column in (
        ("joint_cases", "left_at"),
        ("joint_handlings", "end_reason"),
        ("joint_handlings", "ended_at"),
    ):
        with op.batch_alter_table(table, schema=_schema()) as batch:
            batch.drop_column(column)


def _let_named_units_read() -> None:
    """What earlier meetings decided names units that have no branch."""
    handlings = sa.table("joint_handlings", sa.column("number"), sa.column("decisions", JSON), schema=_schema())
    involvements = sa.table("joint_involvements", sa.column("joint"), sa.column("unit"), schema=_schema())
    rows = [
        {"joint": number, "unit": unit}
        for number, decisions in op.get_bind().execute(sa.select(handlings.c.number, handlings.c.decisions))
        for unit in sorted({one["unit"] for one in decisions or [] if isinstance(one, dict) and one.get("unit")})
    ]
    if rows:
        op.get_bind().execute(sa.insert(involvements), rows)


def _schema() -> str | None:
    return op.get_bind().get_execution_options()["schema_translate_map"][DISTRICT]  # ALTER TABLE knows no placeholder
