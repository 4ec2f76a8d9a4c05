"""The demo district: Pingshan's units, places and matters of 2018 as names, a calendar, and people to sign in as.

Unit, place and matter names are facts of a public release; which unit leads is what was observed most often. Grades,
limits, powers and fallback units have no public source: ``demo`` names them in every row, wherever they are shown.
"""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from engine.actor import SYSTEM
from engine.application import Application
from engine.casework.responsibility_list import SEED, ListVersion, Row
from engine.casework.sheet import refuse_rows, sheet_of
from engine.casework.unit import Alias, Community, Unit
from engine.demo.accounts import open_accounts
from engine.demo.calendar import seed_calendar
from engine.operations.list_editions import adopt_rows, read_table
from engine.persistence.unit_of_work import UnitOfWork

HERE = Path(__file__).parent
IN_FORCE = date(2018, 1, 1)  # before every case there is, so that imported ones find their row


def load(application: Application, *, accounts: bool = True) -> list[str]:
    """Load what is missing of the demo district; answers what was done, a sentence a line.

    ``accounts``: also make people with random passwords, written once to ``var/demo_accounts.json``. A second load
    changes nothing.
    """
    lines: list[str] = []
    if application.execute(_LoadDistrict(), SYSTEM):
        lines.append("The demo district is loaded: units, places, responsibility list, calendar 2004–2026.")
    if accounts:
        lines += open_accounts(application)
    return lines


class _LoadDistrict:
    def perform(self, work: UnitOfWork) -> bool:
        if work.list_versions.all():
            return False
        work.unit_rows.add(*_units())
        work.aliases.add(*_aliases())
        work.places.add(*(Community(**row) for row in _read("places")))
        seed_calendar(work)
        rows = _rows(work)
        source = "2018 年公开事件中的名称，标明处为演示值 / names from public events of 2018, demo values where marked"
        reason = "演示区 / demo district"
        adopt_rows(work, rows, ListVersion(1, IN_FORCE, work.now, work.by.username, source, reason, SEED))
        return True


def _read(name: str) -> Iterator[dict[str, Any]]:
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _units() -> Iterator[Unit]:
    for position, row in enumerate(_read("units")):
        place = row["street"] or None, row["community"] or None
        yield Unit(row["code"], row["name"], row["name_en"], row["function"], *place, position)


def _aliases() -> Iterator[Alias]:
    for row in _read("units"):
        for name in _parts(row["aliases"]):
            yield Alias(name, row["code"])


def _rows(work: UnitOfWork) -> list[Row]:
    sheet = sheet_of("responsibility_list.csv", (HERE / "responsibility_list.csv").read_bytes())
    proposed = read_table(work, sheet, IN_FORCE)
    refuse_rows(proposed.problems, "the demo list")
    return proposed.rows


def _parts(text: str) -> list[str]:
    return [part for part in text.split(";") if part]
