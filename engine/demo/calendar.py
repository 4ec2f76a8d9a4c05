"""The statutory calendar 2004–2026: holidays and make-up working days, seeded from the package chinesecalendar."""

from datetime import date
from pathlib import Path

from chinese_calendar.constants import holidays, workdays

from engine.casework.calendar import SpecialDay
from engine.casework.calendar_table import hours_of
from engine.casework.sheet import sheet_of
from engine.persistence.calendar import Edition
from engine.persistence.unit_of_work import UnitOfWork

HOURS = Path(__file__).with_name("working_hours.csv")


def seed_calendar(work: UnitOfWork) -> None:
    """Import every announced day as edition 1 (State Council notices, as the package collects them), and the hours."""
    days: dict[date, SpecialDay] = {day: SpecialDay(False, name) for day, name in holidays.items()}
    days.update({day: SpecialDay(True, name) for day, name in workdays.items()})
    years = sorted({day.year for day in days})
    source = "chinesecalendar: the State Council's yearly notices"
    work.calendar.import_years(days, Edition(1, work.now, work.by.username, source, years))
    hours, _ = hours_of(sheet_of(HOURS.name, HOURS.read_bytes()))
    work.calendar.import_hours(hours, "演示值，无公开来源 / demo value, no public source")
