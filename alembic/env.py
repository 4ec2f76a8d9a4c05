"""Alembic's entry: migrates the database that ``suqiu migrate`` hands over, in the district's own schema.

Migrations name the placeholder schema; the connection carries the map to the real one, as everywhere.
"""

from typing import Any

from sqlalchemy import text

from alembic import context
from engine.persistence.database import Database, Json, Moment
from engine.persistence.tables import metadata
from engine.persistence.user_tasks import Names
from engine.settings import Settings

database = context.config.attributes.get("database") or Database(Settings.from_environment().database_url)


def render(kind: str, item: Any, _context: Any) -> str | bool:
    """Our own column types as the plain ones they are stored as: a migration must not change when our code does."""
    if kind == "type" and isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Names):
        return "sa.Text()"
    if kind == "type" and isinstance(item, type(Json)):
        return "JSON"
    return False


with database.engine.connect() as connection:
    if database.schema:
        connection.execute(text(f'CREATE SCHEMA IF NOT EXISTS "{database.schema}"'))
        connection.execute(text("SET statement_timeout = 0"))
        connection.commit()
    context.configure(
        connection=connection,
        target_metadata=metadata,
        version_table_schema=database.schema,
        include_schemas=True,
        render_item=render,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
