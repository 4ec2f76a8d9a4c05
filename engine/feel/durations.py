"""The two kinds of duration (DMN 1.5 §10.3.2.3.7-8), exact: whole nanoseconds, or whole months."""

import re
from dataclasses import dataclass
from datetime import timedelta
from functools import total_ordering

NANO = 1_000_000_000
DAY = 86_400 * NANO
_DAYS = re.compile(
    r"(-)?P(?:(\d{1,18})D)?(?:T(?=\d)(?:(\d{1,18})H)?(?:(\d{1,18})M)?(?:(\d{1,18})(?:\.(\d{0,18}))?S)?)?"
)
_MONTHS = re.compile(r"(-)?P(?:(\d{1,18})Y)?(?:(\d{1,18})M)?")


@total_ordering
@dataclass(frozen=True, slots=True)
class DaysDuration:
    """Days and time. ``nanos`` is the whole length in nanoseconds, signed."""

    nanos: int

    def __lt__(self, other: "DaysDuration") -> bool:
        return self.nanos < other.nanos

    def __str__(self) -> str:
        rest, fraction = divmod(abs(self.nanos), NANO)
        days, rest = divmod(rest, 86_400)
        hours, rest = divmod(rest, 3600)
        minutes, seconds = divmod(rest, 60)
        clock = f"{hours}H" * bool(hours) + f"{minutes}M" * bool(minutes)
        if seconds or fraction:
            clock += f"{seconds}{fraction_text(fraction)}S"
        if not days and not clock:
            return "PT0S"
        return "-" * (self.nanos < 0) + "P" + f"{days}D" * bool(days) + (f"T{clock}" if clock else "")

    def part(self, name: str) -> int | None:
        """days, hours, minutes or seconds of the normalised duration, with its sign; None for another name."""
        whole = abs(self.nanos) // NANO
        parts = {
            "days": whole // 86_400,
            "hours": whole // 3600 % 24,
            "minutes": whole // 60 % 60,
            "seconds": whole % 60,
        }
        found = parts.get(name)
        return None if found is None else (-found if self.nanos < 0 else found)

    def to_python(self) -> "timedelta | DaysDuration":
        """A timedelta, cut to microseconds; itself when no timedelta is that long."""
        try:
            return timedelta(microseconds=self.nanos // 1000)
        except OverflowError:
            return self


@total_ordering
@dataclass(frozen=True, slots=True)
class MonthsDuration:
    """Years and months. ``months`` is the whole length in months, signed."""

    months: int

    def __lt__(self, other: "MonthsDuration") -> bool:
        return self.months < other.months

    def __str__(self) -> str:
        years, months = divmod(abs(self.months), 12)
        if not self.months:
            return "P0M"
        return "-" * (self.months < 0) + "P" + f"{years}Y" * bool(years) + f"{months}M" * bool(months)

    def part(self, name: str) -> int | None:
        """years or months of the normalised duration, with its sign; None for another name."""
        parts = {"years": abs(self.months) // 12, "months": abs(self.months) % 12}
        found = parts.get(name)
        return None if found is None else (-found if self.months < 0 else found)


Duration = DaysDuration | MonthsDuration


def fraction_text(nanos: int) -> str:
    """The decimals of a second, without trailing zeros: 500_000_000 → ".5", 0 → ""."""
    return f".{nanos:09d}".rstrip("0") if nanos else ""


def fraction_nanos(digits: str | None) -> int:
    """Nanoseconds of the decimals of a second; what is finer is cut."""
    return int((digits or "").ljust(9, "0")[:9])


def parse_duration(text: str) -> Duration | None:
    """ISO 8601 text of one of the two kinds (never both mixed), or None."""
    found = _MONTHS.fullmatch(text)
    if found and (found[2] or found[3]):
        months = int(found[2] or 0) * 12 + int(found[3] or 0)
        return MonthsDuration(-months if found[1] else months)
    found = _DAYS.fullmatch(text)
    if not found or not any(found.group(2, 3, 4, 5)):
        return None
    days, hours, minutes, seconds = (int(part or 0) for part in found.group(2, 3, 4, 5))
    nanos = (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * NANO + fraction_nanos(found[6])
    return DaysDuration(-nanos if found[1] else nanos)
