"""What wants to be delivered now."""

from dataclasses import dataclass

from engine.persistence.outbox import OutboxRow
from engine.persistence.unit_of_work import Reading


@dataclass(frozen=True)
class WaitingOutbox:
    """The longest waiting first, at most ``limit``."""

    limit: int = 100

    def answer(self, reading: Reading) -> list[OutboxRow]:
        return reading.outbox.waiting(reading.now, self.limit)
