"""The statutory calendar 2004–2026: holidays and make-up working days, seeded from the package chinesecalendar."""

from datetime import date

from chinese_calendar.constants import holidays, workdays

from engine.casework.calendar import SpecialDay
from engine.persistence.calendar import DEFAULT_HOURS, Edition
from engine.persistence.unit_of_work import UnitOfWork


def seed_calendar(work: UnitOfWork) -> None:
    """Import every announced day as edition 1 (State Council notices, as the package collects them)."""
    days: dict[date, SpecialDay] = {day: SpecialDay(False, name) for day, name in holidays.items()}
    days.update({day: SpecialDay(True, name) for day, name in workdays.items()})
    years = sorted({day.year for day in days})
    hours = [list(pair) for pair in DEFAULT_HOURS]
    source = "chinesecalendar: the State Council's yearly notices"
    work.calendar.import_years(days, Edition(1, work.now, work.by.username, source, years, hours))
