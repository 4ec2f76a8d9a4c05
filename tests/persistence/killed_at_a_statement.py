"""Run by ``test_killed.py``: a person works until the process is killed at its n-th SQL statement, for n = 1, 2, 3 …

Each turn is a child made by fork on a database of its own; what was answered is written down before the next act.
"""

import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import event

from engine.application import Application
from engine.commands.complete_task import CompleteTask
from engine.persistence.database import Database
from engine.persistence.tables import metadata
from engine.settings import Settings
from tests.commands.desk import ANNA, CARL, apply_for, deploy, offered, start
from tests.conftest import MONDAY, SHANGHAI, RecordingPost, VirtualClock


def open_at(path: Path) -> Application:
    settings = Settings(var=path.parent, database_url="", zone=SHANGHAI)
    return Application(Database(f"sqlite:///{path}"), VirtualClock(MONDAY), settings, RecordingPost())


def die_at(application: Application, fatal: int) -> None:
    """From now on the process is killed when SQLite is given its n-th statement."""
    left = fatal

    def count(_statement: str) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    @event.listens_for(application.database.engine, "connect")
    def trace(connection: Any, _record: Any) -> None:
        connection.set_trace_callback(count)


def each_statement(prepared: Path, act: Callable[[Path, int], None], every: int = 1) -> None:
    """``act(database, fatal)`` in a child of its own, on a copy of what is prepared, until one is not killed."""
    for fatal in range(1, 1000, every):
        path = prepared.with_name(f"{fatal}.db")
        shutil.copy(prepared, path)
        child = os.fork()
        if child == 0:
            act(path, fatal)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            return


def work(path: Path, fatal: int) -> None:
    application = open_at(path)
    die_at(application, fatal)
    with path.with_suffix(".log").open("w", buffering=1) as log:
        start(application)
        log.write("start\n")
        apply_for(application)
        log.write("complete\n")
        (task,) = offered(application, CARL)
        application.execute(CompleteTask(task["id"], task["revision"], {"decision": "grant"}), CARL, ("key", "print"))
        log.write("complete\n")


def main(folder: Path) -> None:
    prepared = folder / "prepared.db"
    application = open_at(prepared)
    metadata.create_all(application.database.engine)
    deploy(application)
    assert offered(application, ANNA) == []
    application.database.close()
    each_statement(prepared, work)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
