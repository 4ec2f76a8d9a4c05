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
    """Import the hours as edition 1, and as 2 every announced day (State Council notices, as the package has them)."""
    days: dict[date, SpecialDay] = {day: SpecialDay(False, name) for day, name in holidays.items()}
    days.update({day: SpecialDay(True, name) for day, name in workdays.items()})
    years = sorted({day.year for day in days})
    hours, _ = hours_of(sheet_of(HOURS.name, HOURS.read_bytes()))
    days_from = "chinesecalendar: the State Council's yearly notices"
    hours_from = "演示值，无公开来源 / demo value, no public source"
    work.calendar.add(Edition(1, work.now, work.by.username, hours_from, []), {}, hours)
    work.calendar.add(Edition(2, work.now, work.by.username, days_from, years), days, {})
