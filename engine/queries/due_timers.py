"""Which timers want to fire now."""

from dataclasses import dataclass

from engine.persistence.unit_of_work import Reading


@dataclass(frozen=True)
class DueTimers:
    """The longest due first, at most ``limit``."""

    limit: int = 100

    def answer(self, reading: Reading) -> list[tuple[str, str]]:
        """``[(timer id, instance id)]``."""
        return reading.timers.due(reading.now, self.limit)
