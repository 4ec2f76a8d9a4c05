"""Whether a worklist has changed: what a live page asks every few seconds, so it must stay cheap."""

import hashlib
from dataclasses import dataclass

from sqlalchemy import select

from engine.persistence.unit_of_work import Reading
from engine.persistence.user_tasks import user_tasks
from engine.queries.worklist import VIEWS, in_view

SEEN = 50  # rows of each view, those a first page shows; read in order of an index


@dataclass(frozen=True)
class WorklistMark:
    """Two equal marks: nothing to load again."""

    def answer(self, reading: Reading) -> str:
        """A short text that differs when the first rows of any view differ in task, revision or due time."""
        digest = hashlib.sha256()
        task = user_tasks.c
        for view in VIEWS:
            query = select(task.id, task.revision, task.sort_due).where(in_view(reading, view))
            for row in reading.connection.execute(query.order_by(task.sort_due, task.id).limit(SEEN)):
                digest.update(f"{view} {row.id} {row.revision} {row.sort_due}\n".encode())
        return digest.hexdigest()[:16]
