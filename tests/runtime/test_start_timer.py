"""When a timer start event is due: the district's zone, no burst, no drift."""

from datetime import UTC, datetime, timedelta

import pytest

from engine.runtime import StartTimer
from tests.runtime.diagram import MONDAY, ZONE


def moments(form, text, count=4, now=MONDAY, late=timedelta(0)):
    """Local times of the slots, each looked at ``late`` after it was due."""
    timer, found = StartTimer("begin", form, text), []
    slot = timer.first(now, ZONE)
    while slot is not None and len(found) < count:
        found.append(slot.due_at.astimezone(ZONE).strftime("%m-%d %H:%M"))
        slot = timer.after(slot, slot.due_at + late, ZONE)
    return found


@pytest.mark.parametrize(
    ("form", "text", "expected"),
    [
        ("timeCycle", '"R/2026-11-02T08:00:00/P7D"', ["11-30 08:00", "12-07 08:00", "12-14 08:00", "12-21 08:00"]),
        ("timeCycle", '"R3/PT4H"', ["11-23 13:00", "11-23 17:00", "11-23 21:00"]),
        ("timeCycle", '"R4/2026-11-21T08:00:00/P1D"', ["11-24 08:00"]),
        ("timeCycle", '"R/2026-10-31T00:30:00/P1M"', ["11-30 00:30", "12-31 00:30", "01-31 00:30", "02-28 00:30"]),
        ("timeDate", 'date and time("2026-12-01T09:30:00")', ["12-01 09:30"]),
        ("timeDate", '"2026-12-01"', ["12-01 00:00"]),
        ("timeDuration", '"PT90M"', ["11-23 10:30"]),
        ("timeDate", '"2020-01-01T00:00:00"', []),
        ("timeCycle", '"R2/2020-01-01T00:00:00/P1D"', []),
        ("timeCycle", "null", []),
    ],
)
def test_slots_as_drawn(form, text, expected):
    assert moments(form, text) == expected


def test_missed_slots_lapse_and_count_as_used():
    assert moments("timeCycle", '"R6/PT4H"', late=timedelta(hours=9)) == ["11-23 13:00", "11-24 01:00"]


def test_a_monthly_slot_begun_on_the_31st_comes_back_to_it():
    now = datetime(2027, 2, 1, tzinfo=UTC)
    assert moments("timeCycle", '"R/2026-12-31T09:00:00/P1M"', 2, now) == ["02-28 09:00", "03-31 09:00"]
