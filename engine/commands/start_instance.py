"""Someone starts a process directly: to try it out, or another system does."""

from dataclasses import dataclass, field
from typing import Any

from engine.commands.step import start_process
from engine.errors import NotAllowed, NotNow
from engine.persistence.unit_of_work import UnitOfWork

MAY_START = ("designer", "admin", "supervisor", "coordinator")


@dataclass(frozen=True)
class StartInstance:
    """Any deployed process by its id, under a business key, with the facts it begins with."""

    process_id: str
    key: str
    facts: dict[str, Any] = field(default_factory=dict)

    def perform(self, work: UnitOfWork) -> dict[str, str]:
        """``{instance, key}``. Raises: NotAllowed, NotFound, Unusable, NotNow when the key is a case's or taken."""
        if not work.by.may_act_as(*MAY_START):
            raise NotAllowed(f"Expected one of the roles {', '.join(MAY_START)} to start a process directly.")
        if work.cases.find(number=self.key) is not None:
            raise NotNow(
                f"Expected a key of its own, but {self.key} is a case, whose process runs. Choose another key."
            )
        running = (one for one in work.instances.of_key(self.key) if one.status == "running")
        if any(one.process_id == self.process_id for one in running):
            raise NotNow(
                f"Expected a free key, but an instance of {self.process_id} runs under {self.key}. Choose another."
            )
        return {"instance": start_process(work, self.process_id, self.key, self.facts), "key": self.key}
