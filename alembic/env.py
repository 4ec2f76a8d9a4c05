"""Alembic's entry: migrates the database that ``suqiu migrate`` hands over, in the district's own schema."""

from sqlalchemy import text

from alembic import context
from engine.persistence.database import Database
from engine.persistence.tables import metadata
from engine.settings import Settings

database = context.config.attributes.get("database") or Database(Settings.from_environment().database_url)

with database.engine.connect() as connection:
    if database.schema:
        connection.execute(text(f'CREATE SCHEMA IF NOT EXISTS "{database.schema}"'))
        connection.commit()
    context.configure(
        connection=connection,
        target_metadata=metadata,
        version_table_schema=database.schema,
        include_schemas=True,
        render_as_batch=database.is_sqlite,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
