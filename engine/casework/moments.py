"""Moments as casework uses them: aware, in UTC, read from ISO text or a FEEL value, shown in the district's zone."""

from datetime import UTC, date, datetime, tzinfo
from typing import Any

from engine.errors import Unusable


def moment_of(value: Any, where: str, zone: tzinfo | None = None) -> datetime:
    """An aware UTC moment from a datetime or ISO text; ``zone`` is meant where none is written.

    Raises:
        Unusable: it is neither, or carries no zone and none is meant.
    """
    moment = value
    if isinstance(value, str):
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            moment = None
    if isinstance(moment, datetime) and moment.tzinfo is None and zone is not None:
        moment = moment.replace(tzinfo=zone)
    if not isinstance(moment, datetime) or moment.tzinfo is None:
        raise Unusable(
            f"Expected a date and time with a zone for {where}, but found {value!r}. "
            "Write it as 2026-03-02T09:00:00+08:00."
        )
    return moment.astimezone(UTC)


def day_of(value: Any, where: str, zone: tzinfo) -> date:
    """The day meant by a date, ISO date text, or a moment seen in the district's zone.

    Raises:
        Unusable: it is none of these.
    """
    if isinstance(value, str) and "T" in value:
        return moment_of(value, where, zone).astimezone(zone).date()
    if isinstance(value, datetime):
        return moment_of(value, where, zone).astimezone(zone).date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        raise Unusable(f"Expected a day as YYYY-MM-DD for {where}, but found {value!r}. Write it so.") from None


def written_day(day: date) -> str:
    """A day as a Chinese letter writes it."""
    return f"{day.year}年{day.month}月{day.day}日"


def written(at: datetime) -> tuple[str, str]:
    """A moment, in its own zone, as a Chinese and as an English letter write it."""
    return f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}", f"{at.day} {at:%b} {at.year}, {at:%H:%M}"
