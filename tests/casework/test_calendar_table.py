"""The calendar as a table: special days or whole years; every problem of a day is told by its line."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from chinese_calendar.constants import holidays, workdays

from engine.casework.calendar import SpecialDay, year_to_import
from engine.casework.calendar_table import changed_days, days_of, hours_of, years_apart
from engine.casework.sheet import sheet_of
from engine.casework.statutory_holidays import doubt_about, faults_in, statutory_in
from engine.errors import Unusable
from tests.year_ahead import REST_OF_2027, SPRING_OF_2027

SPRING, REST = SPRING_OF_2027.splitlines(), REST_OF_2027.splitlines()


def read(*lines: str) -> tuple[dict[date, SpecialDay], list[tuple[int, str]]]:
    return days_of(sheet_of("2027.csv", "\n".join(["日期,上班,名称", *lines]).encode()))


def whole_year(year: int = 2027, but: tuple[date, ...] = ()) -> list[str]:
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(365)]
    free = {date(year, 1, 1): "元旦"}
    free |= {date.fromisoformat(line[:10]): line.rpartition(",")[2] for line in [*SPRING, *REST]}
    told = [
        (day, "否" if day in free or day.weekday() > 4 else "是", free.get(day, "")) for day in days if day not in but
    ]
    return [f"{day.isoformat()},{working},{name}" for day, working, name in told]


def test_the_special_days_of_a_notice_are_read() -> None:
    spring = ["2027年2月5日,休,春节", *SPRING[1:]]
    days, problems = read("2027-01-01,否,元旦", "2027/1/3,班,元旦", *spring, *REST)
    assert problems == []
    assert {day: one for day, one in days.items() if day < date(2027, 2, 6)} == {
        date(2027, 1, 1): SpecialDay(False, "元旦"),
        date(2027, 1, 3): SpecialDay(True, "元旦"),
        date(2027, 2, 5): SpecialDay(False, "春节"),
    }


@pytest.mark.parametrize("forgotten", ["元旦", "春节", "清明节", "端午节", "中秋节", "国庆节"])
def test_a_year_that_forgets_a_statutory_holiday_is_refused_by_its_name(forgotten: str) -> None:
    notice = ["2027-01-01,否,元旦", *SPRING, *REST]
    left = [line for line in notice if not line.endswith(forgotten)]
    (problem,) = read(*left)[1]
    assert problem[0] == 2 and f"{forgotten} (" in problem[1] and "国务院令第795号" in problem[1]
    assert read(*notice)[1] == []


def test_nobody_is_called_to_work_on_labour_day_though_it_is_a_saturday() -> None:
    (problem,) = read("2027-01-01,否,元旦", *SPRING, "2027-05-01,是,补班", *REST)[1]
    assert problem[0] == 7 and problem[1].startswith("Expected 2027-05-01 to be off for 劳动节 (Labour Day;")


@pytest.mark.parametrize("worked", ["2027-10-02", "2027-10-03", "2027-05-02"])
def test_a_make_up_workday_on_a_statutory_holiday_is_refused_and_named(worked: str) -> None:
    (problem,) = read("2027-01-01,否,元旦", *SPRING, f"{worked},是,补班", *REST)[1]
    assert problem[0] == 7 and f"Expected {worked} to be off for" in problem[1]


def test_spring_festival_is_days_in_a_row_and_nobody_is_called_to_work_in_it() -> None:
    (problem,) = read("2027-01-01,否,元旦", *SPRING, "2027-02-07,是,补班", *REST)[1]
    assert problem[0] == 7 and "4 days off in a row for 春节" in problem[1]
    assert "2027-02-07 is a working day" in problem[1]


def test_each_year_is_measured_by_the_regulation_of_its_time() -> None:
    given = {year: sum(one.days for one in statutory_in(year)) for year in (2004, 2008, 2014, 2024, 2025, 2027)}
    assert given == {2004: 10, 2008: 11, 2014: 11, 2024: 11, 2025: 13, 2027: 13}
    labour_day = {year: one.days for year in (2007, 2008, 2025) for one in statutory_in(year) if one.zh == "劳动节"}
    assert labour_day == {2007: 3, 2008: 1, 2025: 2}


def test_every_year_announced_so_far_keeps_to_the_regulation() -> None:
    days = {day: SpecialDay(False, name) for day, name in holidays.items()}
    days.update({day: SpecialDay(True, name) for day, name in workdays.items()})
    years = sorted({day.year for day in days})
    assert [fault for year in years for fault in faults_in(year, days)] == []
    unusual = {2006, 2007, 2011, 2012, 2015, 2020}  # a day shifted over New Year, or given once
    assert {year for year in years if doubt_about(year, days)} == unusual


def test_a_missing_make_up_workday_is_a_doubt() -> None:
    days, _ = read("2027-01-01,否,元旦", "2027-01-04,否,元旦", *SPRING, *REST)
    assert "found 14 and 0 made up for" in (doubt_about(2027, days) or "")
    days, _ = read("2027-01-01,否,元旦", "2027-01-04,否,元旦", "2027-01-10,是,元旦", *SPRING, *REST)
    assert doubt_about(2027, days) is None


def hours(*lines: str) -> tuple[dict[date, Any], list[tuple[int, str]]]:
    return hours_of(sheet_of("hours.csv", "\n".join(["日期,上班,名称,工作时间", *lines]).encode()))


def test_a_table_may_say_which_hours_hold_from_a_day_on() -> None:
    found, problems = hours("2027-05-01,否,劳动节,", "2027-07-01,,,08:30-12:00 14：30—18:00")
    assert problems == []
    assert found == {date(2027, 7, 1): ((time(8, 30), time(12)), (time(14, 30), time(18)))}


@pytest.mark.parametrize("wrong", ["morning", "09:00", "09:00-12:00 11:00-18:00", "18:00-09:00"])
def test_hours_that_cannot_be_read_or_overlap_are_told_by_line(wrong: str) -> None:
    _, ((line, sentence),) = hours(f"2027-07-01,,,{wrong}")
    assert line == 2 and wrong in sentence


def test_a_whole_year_keeps_only_what_is_special() -> None:
    days, problems = read(*whole_year())
    assert problems == [] and len(days) == 13 and days[date(2027, 1, 1)] == SpecialDay(False, "元旦")


def test_a_gap_in_a_whole_year_is_refused_with_its_line() -> None:
    _, problems = read(*whole_year(but=(date(2027, 1, 5), date(2027, 12, 31))))
    assert [line for line, _ in problems] == [6, 364]
    assert "2027-01-05 is missing before" in problems[0][1] and "2027-12-31 is missing after" in problems[1][1]


@pytest.mark.parametrize(
    ("lines", "line", "sentence"),
    [
        (["2027-01-01,否,元旦", "2027-01-01,否,元旦"], 3, "line 2 already"),
        (["2027-01-01,也许,元旦"], 2, "是"),
        (["元旦,否,元旦"], 2, "元旦"),
        (["2027-02-30,否,元旦"], 2, "2027-02-30"),
        (["1926-01-01,否,元旦"], 2, "between 2000"),
        (["2027-01-03,是,元旦"], 2, "2027-01-01 to be off for 元旦 (New Year; 国务院令第795号"),
        ([], 1, "found none"),
    ],
)
def test_what_is_wrong_with_a_day_is_told_by_line(lines: list[str], line: int, sentence: str) -> None:
    _, problems = read(*lines)
    assert problems[0][0] == line and sentence in problems[0][1]


def test_a_table_without_the_column_is_refused() -> None:
    with pytest.raises(Unusable, match="上班"):
        days_of(sheet_of("2027.csv", "日期,名称\n2027-01-01,元旦\n".encode()))


def test_years_are_announced_without_a_gap() -> None:
    assert years_apart({2025, 2026}, [2027]) is None and years_apart(set(), [2030]) is None
    assert "2027 is missing" in (years_apart({2025, 2026}, [2028]) or "")


def test_what_differs_is_told_by_day() -> None:
    first, second = date(2027, 1, 1), date(2027, 1, 2)
    before, after = {first: SpecialDay(False, "元旦")}, {second: SpecialDay(True, "元旦")}
    assert changed_days(before, after) == [first, second]
    assert changed_days(before, before) == []


@pytest.mark.parametrize(
    ("today", "known", "missing"),
    [
        (date(2026, 10, 31), {2026}, None),
        (date(2026, 11, 1), {2026}, 2027),
        (date(2026, 11, 1), {2026, 2027}, None),
        (date(2027, 1, 5), {2026}, 2027),
    ],
)
def test_from_november_on_a_missing_next_year_is_warned_of(today: date, known: set[int], missing: int | None) -> None:
    assert year_to_import(today, known) == missing
