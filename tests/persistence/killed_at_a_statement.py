"""Run by ``test_killed.py``: a person works until the process is killed at its n-th SQL statement, for n = 1, 2, 3 …

Each turn is a child made by fork on a database of its own; what was answered is written down before the next act.
"""

import os
import shutil
import signal
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import event

from engine.application import Application
from engine.commands.complete_task import CompleteTask
from engine.persistence.database import Database
from engine.settings import Settings
from tests.commands.desk import ANNA, CARL, apply_for, deploy, offered, start
from tests.conftest import MONDAY, SHANGHAI, RecordingPost, VirtualClock


def open_at(path: Path) -> Application:
    settings = Settings(var=path.parent, database_url="", zone=SHANGHAI)
    return Application(Database(f"sqlite:///{path}"), VirtualClock(MONDAY), settings, RecordingPost())


def work(path: Path, acknowledged: Path, fatal: int) -> None:
    application = open_at(path)
    left = fatal

    def count(_statement: str) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    @event.listens_for(application.database.engine, "connect")
    def trace(connection: Any, _record: Any) -> None:
        connection.set_trace_callback(count)

    with acknowledged.open("w", buffering=1) as log:
        start(application)
        log.write("start\n")
        apply_for(application)
        log.write("complete\n")
        (task,) = offered(application, CARL)
        application.execute(CompleteTask(task["id"], task["revision"], {"decision": "grant"}), CARL, ("key", "print"))
        log.write("complete\n")


def main(folder: Path) -> None:
    prepared = folder / "prepared.db"
    from engine.persistence.tables import metadata

    application = open_at(prepared)
    metadata.create_all(application.database.engine)
    deploy(application)
    assert offered(application, ANNA) == []
    application.database.close()
    for fatal in range(1, 1000):
        path, log = folder / f"{fatal}.db", folder / f"{fatal}.log"
        shutil.copy(prepared, path)
        child = os.fork()
        if child == 0:
            work(path, log, fatal)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            return


if __name__ == "__main__":
    main(Path(sys.argv[1]))
