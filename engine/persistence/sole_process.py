"""One server process per SQLite database: a lock file says so."""

import fcntl
import os
from pathlib import Path

from engine.errors import Unusable
from engine.persistence.database import Database


class SoleProcess:
    """Held for as long as a server runs on a file database; children made by fork hold it too.

    Commands of the command line that write a little (``user add``, ``deploy``) need not hold it: SQLite orders writers.
    """

    def __init__(self, database: Database) -> None:
        self._path = None if not database.is_sqlite or database.in_memory else Path(f"{database.url.database}.lock")
        self._handle: int | None = None

    def take(self) -> "SoleProcess":
        """Take the lock.

        Raises:
            Unusable: another server has the database open.
        """
        if self._path is None:
            return self
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(handle)
            raise Unusable(
                f"Expected to be the only server on {self._path.with_suffix('')}, but another one is running. "
                "Stop it first, choose another folder with VAR=…, or move to PostgreSQL with SUQIU_DATABASE_URL."
            ) from error
        os.ftruncate(handle, 0)
        os.write(handle, str(os.getpid()).encode())
        self._handle = handle
        return self

    def release(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
