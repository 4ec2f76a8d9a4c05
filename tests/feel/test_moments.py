"""Dates, times, zones and durations."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.feel.feel_cases import agrees, feel

TABLE = [
    ('date("2024-02-30")', "null"),
    ('date("2024-2-3")', "null"),
    ('date("12024-02-03").year', "12024"),
    ('date("01202-02-03")', "null"),
    ("date(2024, 2, 29).weekday", "4"),
    ("date(2023, 2, 29)", "null"),
    ('string(date("-0044-03-15"))', '"-0044-03-15"'),
    ("string(date(999999999, 12, 31))", '"999999999-12-31"'),
    ('date(@"2024-02-29T10:00:00Z")', '@"2024-02-29"'),
    ('string(time("11:22:33.123456789Z"))', '"11:22:33.123456789Z"'),
    ('time("24:00:01")', "null"),
    ('time("7:00:00")', "null"),
    ('time("10:00:00+19:00")', "null"),
    ('time("10:00:00@No/Where")', "null"),
    ('string(time("10:00:00@Asia/Shanghai"))', '"10:00:00@Asia/Shanghai"'),
    ('time(10, 30, 15.5, @"PT8H")', '@"10:30:15.5+08:00"'),
    ("time(25, 0, 0)", "null"),
    ('time(@"2024-01-01T08:00:00")', '@"08:00:00"'),
    ('date and time("2024-01-01")', '@"2024-01-01T00:00:00"'),
    ('date and time("2024-01-01T24:00:00")', '@"2024-01-02T00:00:00"'),
    ('date and time("2024-01-01T10:00")', "null"),
    ('date and time(@"2024-01-01", @"10:00:00Z")', '@"2024-01-01T10:00:00Z"'),
    ('date and time(2024, 1, 1, 10, 0, 0, @"PT1H")', '@"2024-01-01T10:00:00+01:00"'),
    ('date and time(2024, 1, 1, 10, 0, 0, "Asia/Shanghai")', '@"2024-01-01T10:00:00@Asia/Shanghai"'),
    ('@"2024-07-01T10:00:00@Europe/Paris".time offset', '@"PT2H"'),
    ('@"2024-07-01T10:00:00@Europe/Paris".timezone', '"Europe/Paris"'),
    ('@"2024-07-01T10:00:00".time offset', "null"),
    ('@"2024-07-01T10:20:30".minute', "20"),
    ('@"2024-01-31" + @"P1M"', '@"2024-02-29"'),
    ('@"2024-02-29" - @"P1Y"', '@"2023-02-28"'),
    ('@"2024-01-01" + @"P1D"', '@"2024-01-02"'),
    ('@"2024-01-01" - @"PT1H"', '@"2023-12-31"'),
    ('@"P1D" + @"2024-01-01"', '@"2024-01-02"'),
    ('@"2024-03-01" - @"2024-02-01"', '@"P29D"'),
    ('@"2024-01-01T10:00:00" - @"2024-01-01T09:30:00"', '@"PT30M"'),
    ('@"2024-01-01T10:00:00Z" - @"2024-01-01T09:30:00"', "null"),
    ('@"2024-01-01T10:00:00Z" - @"2024-01-01"', '@"PT10H"'),
    ('@"10:00:00" - @"09:00:00"', '@"PT1H"'),
    ('@"23:30:00" + @"PT1H"', '@"00:30:00"'),
    ('@"2024-03-31T00:30:00@Europe/Paris" + @"PT2H"', '@"2024-03-31T03:30:00@Europe/Paris"'),
    ('@"2024-01-01T10:00:00Z" = @"2024-01-01T18:00:00@Asia/Shanghai"', "true"),
    ('@"2024-01-01T10:00:00Z" < @"2024-01-01T10:00:00"', "null"),
    ('@"2024-01-01" = @"2024-01-01T00:00:00"', "null"),
    ('duration("P1DT36H")', '@"P2DT12H"'),
    ('duration("P1Y2D")', "null"),
    ('duration("P")', "null"),
    ('duration("PT")', "null"),
    ('string(duration("-PT0.5S"))', '"-PT0.5S"'),
    ('string(duration("P0D"))', '"PT0S"'),
    ('string(duration("P14M"))', '"P1Y2M"'),
    ('@"P1D" * 1.5', '@"P1DT12H"'),
    ('2 * @"P1Y"', '@"P2Y"'),
    ('@"P1D" / 2', '@"PT12H"'),
    ('@"P1D" / @"PT6H"', "4"),
    ('@"P1Y" / @"P1M"', "12"),
    ('@"P1Y" + @"P1D"', "null"),
    ('@"P1Y" = @"P365D"', "null"),
    ('@"P1D" = @"PT24H"', "true"),
    ('@"P1Y2M".months', "2"),
    ('@"-PT90M".minutes', "-30"),
    ('@"P1Y".days', "null"),
    ('-@"P1D"', '@"-P1D"'),
    ('years and months duration(@"2011-12-22", @"2013-08-24")', '@"P1Y8M"'),
    ('years and months duration(@"2013-08-24", @"2011-12-22")', '@"-P1Y8M"'),
    ('day of year(@"2024-12-31")', "366"),
    ('day of week(@"2026-11-24")', '"Tuesday"'),
    ('month of year(@"2026-11-24")', '"November"'),
    ('week of year(@"2021-01-03")', "53"),
    ('week of year(@"2005-01-01")', "53"),
    ('week of year(@"2026-01-01")', "1"),
    ('@"no moment"', "null"),
    ("now(1)", "null"),
]


@pytest.mark.parametrize(("text", "expected"), TABLE)
def test_a_moment_or_duration_behaves_as_the_standard_says(text: str, expected: str) -> None:
    assert agrees(text, expected), f"{text} gave {feel(text)!r}"


def test_now_and_today_come_from_the_surroundings_in_their_zone() -> None:
    assert feel("now()") == datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
    assert feel("now().hour") == 12
    assert feel("today()") == date(2026, 11, 24)
    assert feel("string(now())") == "2026-11-24T12:00:00@Asia/Shanghai"


def test_python_moments_go_in_and_come_out() -> None:
    shanghai = ZoneInfo("Asia/Shanghai")
    moment = datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=shanghai)
    for value in (moment, moment.replace(tzinfo=None), date(2026, 1, 2), time(3, 4), timedelta(days=-1, seconds=5)):
        assert feel("x", {"x": value}) == value
    assert feel("x", {"x": moment}).tzinfo is shanghai
    assert feel('x + @"PT1H"', {"x": moment}) == moment + timedelta(hours=1)
