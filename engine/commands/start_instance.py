"""Someone starts a process directly: to try it out, or another system does."""

from dataclasses import dataclass, field
from typing import Any

from engine.commands.step import start_process
from engine.errors import NotAllowed
from engine.persistence.unit_of_work import UnitOfWork

MAY_START = ("designer", "admin", "supervisor", "coordinator")


@dataclass(frozen=True)
class StartInstance:
    """Any deployed process by its id, under a business key, with the facts it begins with."""

    process_id: str
    key: str
    facts: dict[str, Any] = field(default_factory=dict)

    def perform(self, work: UnitOfWork) -> dict[str, str]:
        """``{instance, key}``. Raises: NotAllowed, NotFound, Unusable."""
        if work.by.kind == "citizen" or (work.by.kind == "person" and not work.by.has(*MAY_START)):
            raise NotAllowed(f"Expected one of the roles {', '.join(MAY_START)} to start a process directly.")
        return {"instance": start_process(work, self.process_id, self.key, self.facts), "key": self.key}
