"""What people have typed into a task's form and not yet sent: under lock and key.

It stays a while when somebody else ends the task, so that nobody's words are lost to a colleague who was quicker.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Column, LargeBinary, String, Table, bindparam, delete, exists
from sqlalchemy.engine import Connection

from engine.persistence.database import Moment, metadata
from engine.persistence.prepared import Prepared
from engine.persistence.sealed import seal, unseal
from engine.persistence.user_tasks import OPEN, user_tasks
from engine.settings import Settings

unsent = Table(
    "unsent_forms",
    metadata,
    Column("task_id", String(64), primary_key=True),
    Column("username", String(128), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("saved_at", Moment, nullable=False),
)
KEY = "unsent"
KEPT_AFTER_THE_TASK = timedelta(days=7)  # a colleague's completion is noticed within a week, a holiday apart
_MINE = unsent.c.task_id == bindparam("task"), unsent.c.username == bindparam("who")
_DROP = Prepared(delete(unsent).where(*_MINE))  # with every completion


@dataclass(frozen=True, slots=True)
class Unsent:
    """``typed`` are the fields of the page as (name, value), in the page's order."""

    typed: list[tuple[str, str]]
    saved_at: datetime


class UnsentForms:
    """Find, keep, drop. It opens only for the person and task it was sealed for."""

    def __init__(self, connection: Connection, settings: Settings) -> None:
        self._connection = connection
        self._settings = settings

    def find(self, task_id: str, username: str) -> Unsent | None:
        where = unsent.c.task_id == task_id, unsent.c.username == username
        row = self._connection.execute(unsent.select().where(*where)).first()
        if row is None:
            return None
        typed = unseal(self._settings.secret(KEY), row.sealed, _place(task_id, username))
        return Unsent([(name, value) for name, value in typed], row.saved_at)

    def keep(self, task_id: str, username: str, typed: list[tuple[str, str]], at: datetime) -> None:
        """Store what was typed in place of what was stored before."""
        self.drop(task_id, username)
        sealed = seal(self._settings.secret(KEY), typed, _place(task_id, username))
        row = {"task_id": task_id, "username": username, "sealed": sealed, "saved_at": at}
        self._connection.execute(unsent.insert(), row)

    def drop(self, task_id: str, username: str) -> None:
        """Forget what a person typed into a task's form."""
        _DROP.run(self._connection, {"task": task_id, "who": username})

    def sweep(self, now: datetime) -> int:
        """Forget those of tasks that ended, KEPT_AFTER_THE_TASK after they were typed; returns how many."""
        is_open = exists().where(user_tasks.c.id == unsent.c.task_id, user_tasks.c.status == OPEN)
        old = unsent.c.saved_at < now - KEPT_AFTER_THE_TASK
        return self._connection.execute(delete(unsent).where(old, ~is_open)).rowcount


def _place(task_id: str, username: str) -> str:
    return f"{task_id}/{username}"
