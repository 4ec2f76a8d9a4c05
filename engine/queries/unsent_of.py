"""What the reader had typed into a task's form."""

from dataclasses import dataclass
from typing import Any

from engine.persistence.unit_of_work import Reading


@dataclass(frozen=True)
class UnsentOf:
    """The reader's own, of a task."""

    task_id: str

    def answer(self, reading: Reading) -> dict[str, Any] | None:
        """``{typed: [(name, value)…], saved_at}``, or None."""
        kept = reading.unsent.find(self.task_id, reading.by.username)
        return None if kept is None else {"typed": kept.typed, "saved_at": kept.saved_at.isoformat()}
