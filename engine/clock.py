"""Where the time comes from. Everything that needs "now" is handed a clock; nothing reads the machine's by itself."""

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the time as an aware UTC datetime."""

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class VirtualClock:
    """A clock that stands still until it is moved: walks, replay, play and tests.

    ``at`` must be aware. Moving backwards is refused, since due times already passed would come again.
    """

    def __init__(self, at: datetime) -> None:
        self._at = _aware(at)

    def now(self) -> datetime:
        return self._at

    def set(self, at: datetime) -> None:
        moment = _aware(at)
        if moment < self._at:
            raise ValueError(f"Expected a time at or after {self._at.isoformat()}, found {moment.isoformat()}.")
        self._at = moment

    def forward(self, length: timedelta) -> None:
        self.set(self._at + length)


def _aware(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError(f"Expected a time with a zone, found {at.isoformat()}.")
    return at.astimezone(UTC)
