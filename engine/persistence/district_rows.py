"""What a district decides by, as plain rows: units, places, responsibility list, calendar. Nothing of any case."""

from typing import Any, Final

from sqlalchemy import insert, select
from sqlalchemy.engine import Connection

from engine.persistence.database import DISTRICT, metadata

TABLES: Final = (
    "units", "unit_aliases", "places", "list_versions", "list_rows", "calendar_days",
    "calendar_hours", "calendar_editions",
)  # fmt: skip
Rows = dict[str, list[dict[str, Any]]]


def read_district(connection: Connection) -> Rows:
    """Every row of these tables."""
    found: Rows = {}
    for name in TABLES:
        table = metadata.tables[f"{DISTRICT}.{name}"]
        found[name] = [dict(row) for row in connection.execute(select(table)).mappings()]
    return found


def write_district(connection: Connection, rows: Rows) -> None:
    """Into a district without any."""
    for name in TABLES:
        if rows.get(name):
            connection.execute(insert(metadata.tables[f"{DISTRICT}.{name}"]), rows[name])
