"""Casework's own builders: a calendar with one long holiday, a few units, a case."""

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from engine.casework.calendar import SpecialDay, WorkCalendar
from engine.casework.case import Case, Place, register
from engine.casework.unit import Unit, Units

ZONE = ZoneInfo("Asia/Shanghai")
HOURS = ((time(9), time(12)), (time(14), time(18)))
SPRING = {
    **{date(2026, 2, day): SpecialDay(False, "春节") for day in range(16, 24)},
    date(2026, 2, 14): SpecialDay(True, "春节"),
    date(2026, 2, 28): SpecialDay(True, "春节"),
}


def local(text: str) -> datetime:
    """A moment in the district: "2026-02-13 17:50"."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


@pytest.fixture(scope="session")
def calendar() -> WorkCalendar:
    return WorkCalendar(SPRING, frozenset({2025, 2026}), HOURS, ZONE)


@pytest.fixture
def units() -> Units:
    return Units(
        [
            Unit("B1", "环保局", "Environment", "bureau"),
            Unit("P1", "交警大队", "Traffic police", "police"),
            Unit("S1", "坪山执法队", "Pingshan enforcement", "enforcement", "坪山街道"),
            Unit("S2", "坑梓执法队", "Kengzi enforcement", "enforcement", "坑梓街道"),
            Unit("C1", "六和社区", "Liuhe", "community", "坪山街道", "六和社区"),
            Unit("X1", "旧单位", "Gone", "bureau", active=False),
        ]
    )


def a_case(**changes: Any) -> Case:
    """A complaint about a car park in Pingshan street, just registered."""
    given = {
        "number": "PS260302-AAAAA",
        "kind": "complaint",
        "title": "停车场噪声",
        "text": "每晚货车噪声",
        "place": Place("坪山街道", "六和社区"),
        "channel": "hotline",
        "at": local("2026-03-02 09:00"),
    }
    return register(**{**given, **changes})
