"""A task says whether its case came back to the element with it; the heat counted items of one entry as returns"""

from collections.abc import Iterator

import sqlalchemy as sa

from alembic import op

revision = "0027"
down_revision = "0026"

DISTRICT = "district"  # the placeholder that every connection translates to the district's schema
CASE, UNIT = 1, 2
DONE = sa.text("status = 'completed'")
FIGURES = ["process_id", "closed_at", "element", "opened_at", "due_at", "unit"]
NAMES = ("id", "instance_id", "element", "unit", "opened_at", "closed_at", "again")


def upgrade() -> None:
    op.drop_index("ix_user_tasks_done", table_name="user_tasks", schema=DISTRICT)
    op.add_column(
        "user_tasks", sa.Column("again", sa.SmallInteger(), nullable=False, server_default="0"), schema=_schema()
    )
    tasks = sa.table("user_tasks", *(sa.column(name) for name in NAMES), schema=_schema())
    again = list(_again(tasks))
    if again:
        told = sa.update(tasks).where(tasks.c.id == sa.bindparam("of")).values(again=sa.bindparam("how"))
        op.get_bind().execute(told, again)
    _indexed([*FIGURES, "again"])


def downgrade() -> None:
    op.drop_index("ix_user_tasks_done", table_name="user_tasks", schema=DISTRICT)
    op.drop_column("user_tasks", "again", schema=_schema())
    _indexed([*FIGURES, "instance_id"])


def _again(tasks: sa.TableClause) -> Iterator[dict[str, object]]:
    """What was opened at one moment is one entry; it is a return when everything opened before it there is closed."""
    columns = tasks.c
    still = sa.func.sum(sa.case((columns.closed_at.is_(None), 1), else_=0))
    place = columns.instance_id, columns.element
    entries = (
        sa.select(*place, columns.opened_at, sa.func.max(columns.closed_at).label("ended"), still.label("still"))
        .group_by(*place, columns.opened_at)
        .cte("entries")
    )
    before = {"partition_by": (entries.c.instance_id, entries.c.element), "order_by": entries.c.opened_at}
    earlier = sa.select(
        *(entries.c[name] for name in ("instance_id", "element", "opened_at")),
        sa.func.max(entries.c.ended).over(**before, rows=(None, -1)).label("ended"),
        sa.func.sum(entries.c.still).over(**before, rows=(None, -1)).label("still"),
    ).cte("earlier")
    here = sa.and_(*(columns[name] == earlier.c[name] for name in ("instance_id", "element", "opened_at")))
    one = {"partition_by": (*place, columns.opened_at), "order_by": columns.id}
    returned = (
        sa.select(
            columns.id,
            sa.func.row_number().over(**one).label("of_case"),
            sa.func.row_number()
            .over(partition_by=(*one["partition_by"], columns.unit), order_by=columns.id)
            .label("of_unit"),
        )
        .join(earlier, here)
        .where(earlier.c.still == 0, earlier.c.ended <= columns.opened_at)
    )
    for task, of_case, of_unit in op.get_bind().execute(returned):
        if of_case == 1 or of_unit == 1:
            yield {"of": task, "how": CASE if of_case == 1 else UNIT}


def _indexed(columns: list[str]) -> None:
    op.create_index(
        "ix_user_tasks_done", "user_tasks", columns, schema=DISTRICT, postgresql_where=DONE, sqlite_where=DONE
    )


def _schema() -> str | None:
    return op.get_bind().get_execution_options()["schema_translate_map"]["district"]  # ALTER TABLE knows no placeholder
