"""The calendar as a table people edit: a day, whether people work, the holiday's name, the hours from that day on.

Two forms are read. *Special days only*: what differs from Monday to Friday, as the yearly notice lists it. *The whole
year*: a row for every day; as soon as an ordinary day of a year is in the table, its year must be there without a gap.
A row that names only hours says nothing of its day. Every problem is told by its line.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from engine.casework.calendar import DAY, Hours, SpecialDay
from engine.casework.sheet import Sheet, SheetRow, columns_of
from engine.casework.statutory_holidays import faults_in
from engine.errors import Unusable

COLUMNS = {"day": "日期", "working": "上班", "name": "名称", "hours": "工作时间"}
YES = {"是", "班", "上班", "补班", "yes", "true", "1", "work", "working"}
NO = {"否", "休", "放假", "休息", "no", "false", "0", "off", "holiday"}
FIRST_YEAR, LAST_YEAR = 2000, 2100
MOST_ROWS = 20_000


@dataclass(frozen=True)
class Line:
    """A row that could be read, and its line in the file."""

    line: int
    day: date
    special: SpecialDay

    @property
    def is_ordinary(self) -> bool:
        """Is it as its weekday says, without a name?"""
        return not self.special.name and self.special.working == (self.day.weekday() < 5)


def days_of(sheet: Sheet) -> tuple[dict[date, SpecialDay], list[tuple[int, str]]]:
    """The special days a table names, and every problem of it by line.

    Raises:
        Unusable: the table lacks a column, or is far too long.
    """
    names = columns_of(sheet, COLUMNS, ("day", "working"))
    if len(sheet.rows) > MOST_ROWS:
        raise Unusable(f"Expected at most {MOST_ROWS} rows, but found {len(sheet.rows)}. Send fewer years.")
    lines: list[Line] = []
    problems: list[tuple[int, str]] = []
    seen: dict[date, int] = {}
    for row in sheet.rows:
        cells = sheet.cells(row, names)
        if cells.get("hours") and not cells.get("working"):
            continue
        try:
            line = _line(row, cells)
            first = seen.setdefault(line.day, row.line)
            if first != row.line:
                raise Unusable(f"Expected each day once, but {line.day.isoformat()} stands in line {first} already.")
            lines.append(line)
        except Unusable as refusal:
            problems.append((row.line, refusal.message))
    if not sheet.rows:
        problems.append((1, "Expected the days of a year, but found none."))
    problems += _gaps(lines) if not problems else []
    days = {one.day: one.special for one in lines if not one.is_ordinary}
    problems += _against_the_regulation(lines, days) if not problems else []
    return days, sorted(problems)


def hours_of(sheet: Sheet) -> tuple[dict[date, Hours], list[tuple[int, str]]]:
    """The working hours a table names, by the day from which they hold, and every problem of them by line."""
    names = columns_of(sheet, COLUMNS, ("day",))
    found: dict[date, Hours] = {}
    problems: list[tuple[int, str]] = []
    for row in sheet.rows:
        cells = sheet.cells(row, names)
        try:
            if cells.get("hours"):
                day, hours = _day(cells.get("day", "")), _hours(cells["hours"])
                if found.setdefault(day, hours) != hours:
                    raise Unusable(f"Expected one set of hours from {day.isoformat()} on, but found two. Keep one.")
        except Unusable as refusal:
            problems.append((row.line, refusal.message))
    return found, problems


def years_apart(announced: Collection[int], years: Iterable[int]) -> str | None:
    """Why these years cannot join the announced ones: a year between them is missing. None when they can."""
    all_years = {*announced, *years}
    missing = [year for year in range(min(all_years), max(all_years) + 1) if year not in all_years]
    if not missing or not announced:
        return None
    return f"Expected the years without a gap, but {missing[0]} is missing. Import it first, or with these."


def changed_days(before: Mapping[date, SpecialDay], after: Mapping[date, SpecialDay]) -> list[date]:
    """The days on which the two say something different, in order."""
    return sorted(day for day in {*before, *after} if before.get(day) != after.get(day))


def _line(row: SheetRow, cells: Mapping[str, str]) -> Line:
    day, working = _day(cells.get("day", "")), cells.get("working", "").lower()
    if working not in YES | NO:
        raise Unusable(f"Expected 是 (yes) or 否 (no) for {COLUMNS['working']}, but found {working!r}.")
    name = cells.get("name", "")
    if len(name) > 64:
        raise Unusable(f"Expected a name of at most 64 characters, but found {len(name)}.")
    return Line(row.line, day, SpecialDay(working in YES, name))


def _hours(text: str) -> Hours:
    """Intervals such as "09:00-12:00 14:00-18:00". Raises: Unusable."""
    plain = text.replace("—", "-").replace("–", "-").replace("～", "-").replace("：", ":")
    pairs = [one.partition("-") for one in plain.replace("；", " ").replace(";", " ").replace(",", " ").split()]
    try:
        hours = tuple((time.fromisoformat(opens), time.fromisoformat(closes)) for opens, _, closes in pairs)
    except ValueError:
        raise Unusable(f"Expected hours such as 09:00-12:00 14:00-18:00, but found {text!r}.") from None
    edges = [edge for interval in hours for edge in interval]
    if edges != sorted(set(edges)):
        raise Unusable(f"Expected working hours in order and without overlap, but found {text!r}. Mend them.")
    return hours


def _day(text: str) -> date:
    plain = text.replace("/", "-").replace("年", "-").replace("月", "-").replace("日", "")
    try:
        day = datetime.strptime(plain.split(" ", 1)[0], "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        raise Unusable(f"Expected a day such as 2027-01-01, but found {text!r}.") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Unusable(f"Expected a day between {FIRST_YEAR} and {LAST_YEAR}, but found {day.isoformat()}.")
    return day


def _gaps(lines: list[Line]) -> Iterator[tuple[int, str]]:
    """A year of which an ordinary day is listed must be listed whole."""
    for year in sorted({one.day.year for one in lines if one.is_ordinary}):
        mine = sorted((one for one in lines if one.day.year == year), key=lambda one: one.day)
        wanted = date(year, 1, 1)
        for one in mine:
            if one.day != wanted:
                yield one.line, f"Expected every day of {year}, but {wanted.isoformat()} is missing before this one."
            wanted = one.day + DAY
        if wanted.year == year:
            yield mine[-1].line, f"Expected every day of {year}, but {wanted.isoformat()} is missing after this one."


def _against_the_regulation(lines: list[Line], days: Mapping[date, SpecialDay]) -> Iterator[tuple[int, str]]:
    """A year becomes announced whole: a table that works on a statutory holiday would make people work on it."""
    by_day = {one.day: one.line for one in lines}
    for year in sorted({one.day.year for one in lines}):
        first = next(one.line for one in lines if one.day.year == year)
        for day, sentence in faults_in(year, days):
            yield by_day.get(day, first) if day else first, sentence
