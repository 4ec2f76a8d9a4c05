"""What waits in a case, asked as no page asks it: by key, whoever may do it."""

from dataclasses import dataclass
from typing import Any

from engine.persistence.user_tasks import UserTask


@dataclass(frozen=True)
class OpenTasks:
    key: str

    def answer(self, reading: Any) -> list[UserTask]:
        found: list[UserTask] = reading.user_tasks.of_key(self.key, only_open=True)
        return found
