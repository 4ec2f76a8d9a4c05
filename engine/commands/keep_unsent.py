"""What a person has typed into a task's form is kept as they type."""

from dataclasses import dataclass, field

from engine.errors import Unusable
from engine.persistence.unit_of_work import UnitOfWork

LARGEST = 200_000  # characters, far above what the longest form takes


@dataclass(frozen=True)
class KeepUnsent:
    """``typed`` are the page's fields as (name, value); none at all forgets what was kept."""

    task_id: str
    typed: tuple[tuple[str, str], ...] = field(repr=False)

    def perform(self, work: UnitOfWork) -> dict[str, str | None]:
        """``{saved_at}``.

        Raises:
            NotFound: no such task, or not yours to see.
            NotNow: the task is closed.
            Unusable: too much text.
        """
        task = work.user_tasks.get(self.task_id)
        task.expect_shown_to(work.by)
        task.expect_open()
        if sum(len(name) + len(value) for name, value in self.typed) > LARGEST:
            raise Unusable(f"Expected a form of at most {LARGEST} characters. Shorten it.")
        if not self.typed:
            work.unsent.drop(task.id, work.by.username)
            return {"saved_at": None}
        work.unsent.keep(task.id, work.by.username, list(self.typed), work.now)
        return {"saved_at": work.now.isoformat()}
