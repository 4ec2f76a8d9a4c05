"""Every version of every bundle, and one of them with its files."""

import hashlib
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, tuple_

from engine.errors import NotAllowed
from engine.persistence.bundles import HEAD, DeployedBundle, bundles
from engine.persistence.unit_of_work import Reading
from engine.queries.bundle_diff import files_changed
from engine.queries.cursor import moment, page, unpack
from engine.runtime import as_text


@dataclass(frozen=True)
class Deployments:
    """Newest first."""

    limit: int = 50
    cursor: str | None = None

    def answer(self, reading: Reading) -> dict[str, Any]:
        """``{"items": [{bundle, version, hash, status, deployed_at, deployed_by, processes}…], "next": …}``."""
        query = select(*HEAD).order_by(bundles.c.deployed_at.desc(), bundles.c.id.desc()).limit(self.limit + 1)
        if self.cursor is not None:
            after = unpack(self.cursor, moment, str)
            query = query.where(tuple_(bundles.c.deployed_at, bundles.c.id) < tuple_(*after))
        rows = [DeployedBundle(*row) for row in reading.connection.execute(query)]
        shown, following = page(rows, self.limit, lambda row: (row.deployed_at, row.id))
        return {"items": [_line(row) for row in shown], "next": following}


@dataclass(frozen=True)
class Deployment:
    """One version; without a number the one in force."""

    bundle: str
    version: int | None = None

    def answer(self, reading: Reading) -> dict[str, Any]:
        """The line of the list with ``files``: [{name, sha256, content}], and ``proof`` as ``proof_of`` says it.

        ``walks``: {added, removed, changed}, names of those that differ from its base's. ``mine``: did the reader put
        it forward, by this account or another?

        Raises: NotFound, NotAllowed for citizens."""
        if reading.by.kind == "citizen":
            raise NotAllowed("Expected a member of staff; diagrams are not public.")
        row = reading.bundles.version(self.bundle, self.version)
        files = [
            {"name": name, "sha256": hashlib.sha256(content).hexdigest(), "content": as_text(content)}
            for name, content in reading.bundles.files(row.id)
        ]
        before, walks = (reading.walks.of_version(row.name, version) for version in (row.base, row.version))
        mine = reading.accounts.may_be_same_person(reading.by.username, row.deployed_by)
        differ = files_changed(before, walks)
        return {**_line(row), "files": files, "proof": row.proof, "walks": differ, "mine": mine}


@dataclass(frozen=True)
class ExportBundle:
    """The files of a version exactly as they were deployed."""

    bundle: str
    version: int | None = None

    def answer(self, reading: Reading) -> dict[str, bytes]:
        """Content by file name. Raises: NotFound."""
        row = reading.bundles.version(self.bundle, self.version)
        return dict(reading.bundles.files(row.id))


@dataclass(frozen=True)
class ExportWalks:
    """The walks a version was published with."""

    bundle: str
    version: int | None = None

    def answer(self, reading: Reading) -> dict[str, bytes]:
        """Content by file name. Raises: NotFound."""
        row = reading.bundles.version(self.bundle, self.version)
        return reading.walks.of_version(row.name, row.version)


def _line(row: DeployedBundle) -> dict[str, Any]:
    return {
        "id": row.id,
        "bundle": row.name,
        "version": row.version,
        "hash": row.hash,
        "status": row.status,
        "deployed_at": row.deployed_at.isoformat(),
        "deployed_by": row.deployed_by,
        "note": row.note,
        "waiver": row.waiver,
        "decided_by": row.decided_by,
        "decided_at": row.decided_at.isoformat() if row.decided_at else None,
        "decision": row.decision,
        "base": row.base,
        "processes": [process["id"] for process in row.manifest["processes"]],
    }
