"""What wants to happen now: messages to deliver, timers to fire, processes to start."""

from dataclasses import dataclass

from engine.persistence.outbox import OutboxRow
from engine.persistence.unit_of_work import Reading


@dataclass(frozen=True)
class Due:
    """``timers``: (timer id, instance id); ``processes``: ids of those whose timer start event is due."""

    messages: list[OutboxRow]
    timers: list[tuple[str, str]]
    processes: list[str]


@dataclass(frozen=True)
class DueNow:
    """The longest due first, at most ``limit`` of each; what is not asked for is left empty."""

    limit: int = 100
    messages: bool = True
    timers: bool = True

    def answer(self, reading: Reading) -> Due:
        now, most = reading.now, self.limit
        return Due(
            reading.outbox.waiting(now, most) if self.messages else [],
            reading.timers.due(now, most) if self.timers else [],
            reading.start_timers.due(now, most) if self.timers else [],
        )
