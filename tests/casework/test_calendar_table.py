"""The calendar as a table: special days or whole years; every problem of a day is told by its line."""

from datetime import date, timedelta

import pytest
from chinese_calendar.constants import holidays, workdays

from engine.casework.calendar import SpecialDay, year_to_import
from engine.casework.calendar_table import changed_days, days_of, years_apart
from engine.casework.sheet import sheet_of
from engine.casework.statutory_holidays import forgotten_in
from engine.errors import Unusable
from tests.year_ahead import REST_OF_2027

REST = REST_OF_2027.splitlines()


def read(*lines: str) -> tuple[dict[date, SpecialDay], list[tuple[int, str]]]:
    return days_of(sheet_of("2027.csv", "\n".join(["日期,上班,名称", *lines]).encode()))


def whole_year(year: int = 2027, but: tuple[date, ...] = ()) -> list[str]:
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(365)]
    free = {date(year, 1, 1): "元旦", date(year, 2, 8): "春节"}
    free |= {date.fromisoformat(line[:10]): line.rpartition(",")[2] for line in REST}
    told = [
        (day, "否" if day in free or day.weekday() > 4 else "是", free.get(day, "")) for day in days if day not in but
    ]
    return [f"{day.isoformat()},{working},{name}" for day, working, name in told]


def test_the_special_days_of_a_notice_are_read() -> None:
    days, problems = read("2027-01-01,否,元旦", "2027/2/6,班,春节", "2027年2月8日,休,春节", *REST)
    assert problems == []
    assert {day: one for day, one in days.items() if day.month < 3} == {
        date(2027, 1, 1): SpecialDay(False, "元旦"),
        date(2027, 2, 6): SpecialDay(True, "春节"),
        date(2027, 2, 8): SpecialDay(False, "春节"),
    }


@pytest.mark.parametrize("forgotten", ["元旦", "春节", "清明节", "端午节", "中秋节", "国庆节"])
def test_a_year_that_forgets_a_statutory_holiday_is_refused_by_its_name(forgotten: str) -> None:
    notice = ["2027-01-01,否,元旦", "2027-02-08,否,春节", *REST, "2027-10-04,否,国庆节", "2027-10-05,否,国庆节"]
    left = [line for line in notice if not line.endswith(forgotten)]
    (problem,) = read(*left)[1]
    assert problem[0] == 2 and f"no day off is there for {forgotten} (" in problem[1]
    assert read(*notice)[1] == []


def test_nobody_is_called_to_work_on_labour_day_though_it_is_a_saturday() -> None:
    (problem,) = read("2027-01-01,否,元旦", "2027-02-08,否,春节", "2027-05-01,是,补班", *REST)[1]
    assert "劳动节 (Labour Day)" in problem[1]


def test_every_year_announced_so_far_has_its_statutory_holidays() -> None:
    days = {day: SpecialDay(False, name) for day, name in holidays.items()}
    days.update({day: SpecialDay(True, name) for day, name in workdays.items()})
    assert {year: forgotten_in(year, days) for year in {day.year for day in days}} == {
        year: [] for year in {day.year for day in days}
    }


def test_a_whole_year_keeps_only_what_is_special() -> None:
    days, problems = read(*whole_year())
    assert problems == [] and len(days) == 7 and days[date(2027, 1, 1)] == SpecialDay(False, "元旦")


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
        (["2027-02-06,是,春节"], 2, "元旦 (New Year), 春节 (Spring Festival), 清明节 (Qingming), 端午节"),
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
