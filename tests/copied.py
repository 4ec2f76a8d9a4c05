"""A district made once and copied into every test's own database: loading it anew takes longer than most tests."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Table, insert, select

from engine.application import Application
from engine.clock import VirtualClock
from engine.persistence.database import Database
from engine.persistence.tables import metadata
from engine.settings import Settings
from tests.conftest import MONDAY, SHANGHAI, RecordingPost


def in_memory(var: Path) -> Application:
    """A district of its own, empty, with its keys in ``var``."""
    made = Database("sqlite://")
    metadata.create_all(made.engine)
    return Application(made, VirtualClock(MONDAY), Settings(var, "sqlite://", SHANGHAI), RecordingPost())


@dataclass(frozen=True)
class District:
    """The folder with its keys, and its rows by table."""

    var: Path
    rows: dict[Table, list[dict[str, Any]]]

    @classmethod
    def taken_from(cls, made: Application) -> "District":
        """All there is in it; its database is closed."""
        with made.database.reading() as connection:
            found = {table: connection.execute(select(table)).mappings().all() for table in metadata.sorted_tables}
        made.database.close()
        return cls(made.settings.var, {table: [dict(row) for row in rows] for table, rows in found.items() if rows})

    def copied_to(self, application: Application) -> None:
        """Into an empty district, with the keys, since the copied journal is sealed with them."""
        for key in self.var.glob("*.key"):
            shutil.copy(key, application.settings.var)
        with application.database.engine.begin() as connection:
            for table, of_table in self.rows.items():
                connection.execute(insert(table), of_table)
