"""Which timers want to fire now, and which processes to start."""

from dataclasses import dataclass

from engine.persistence.unit_of_work import Reading


@dataclass(frozen=True)
class DueTimers:
    """The longest due first, at most ``limit``."""

    limit: int = 100

    def answer(self, reading: Reading) -> list[tuple[str, str]]:
        """``[(timer id, instance id)]``."""
        return reading.timers.due(reading.now, self.limit)


@dataclass(frozen=True)
class DueStarts:
    """The processes whose timer start event is due, the longest due first, at most ``limit``."""

    limit: int = 100

    def answer(self, reading: Reading) -> list[str]:
        """Process ids."""
        return reading.start_timers.due(reading.now, self.limit)
