"""Which timers want to fire now."""

from dataclasses import dataclass
from datetime import datetime

from engine.persistence.unit_of_work import Reading


@dataclass(frozen=True)
class DueTimers:
    """The longest due first, at most ``limit``."""

    limit: int = 100

    def answer(self, reading: Reading) -> list[tuple[str, str]]:
        """``[(timer id, instance id)]``."""
        return reading.timers.due(reading.now, self.limit)


@dataclass(frozen=True)
class NextMoment:
    """When the clock has something to do next: the soonest timer or delivery; a virtual clock is moved there."""

    def answer(self, reading: Reading) -> datetime | None:
        """None when nothing waits for the clock."""
        moments = (reading.timers.next_due(), reading.outbox.next_attempt())
        return min((moment for moment in moments if moment is not None), default=None)
