"""Who is signed in, and where from the keys come."""

import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from engine.errors import NotAllowed
from engine.persistence.unit_of_work import Reading

GIVEN = re.compile(r"SUQIU_(\w+)_KEY")


@dataclass(frozen=True)
class OpenSessions:
    """The reader's own sessions, or for an administrator all of them. A session serves pages and API alike."""

    everybody: bool = False
    token: str | None = None

    def answer(self, reading: Reading) -> list[dict[str, Any]]:
        """``[{id, username, name, created_at, expires_at, here}]``, the newest first. Raises: NotAllowed."""
        if reading.by.kind != "person" or (self.everybody and not reading.by.has("admin")):
            raise NotAllowed("Expected an administrator; only they see who is signed in.")
        return reading.sessions.listed(None if self.everybody else reading.by.username, self.token)


@dataclass(frozen=True)
class KeysInUse:
    """For an administrator: which keys there are and where they come from; never a key itself."""

    def answer(self, reading: Reading) -> list[dict[str, str | None]]:
        """``[{name, source: environment | file, since}]``. Raises: NotAllowed."""
        if not reading.by.has("admin"):
            raise NotAllowed("Expected an administrator; only they see which keys there are.")
        given = {found.group(1).lower() for name in os.environ if (found := GIVEN.fullmatch(name))}
        files = {path.stem: path.stat().st_mtime for path in reading.settings.var.glob("*.key")}
        return [
            {
                "name": name,
                "source": "environment" if name in given else "file",
                "since": None if name in given else datetime.fromtimestamp(files[name], UTC).isoformat(),
            }
            for name in sorted(given | files.keys())
        ]
