"""Deployed bundles: immutable, numbered per name, found by their content hash."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.engine import Connection

from engine.errors import NotFound
from engine.persistence.database import DISTRICT, Json, Moment, metadata
from engine.persistence.ids import new_id

bundles = Table(
    "bundles",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name", String(128), nullable=False),
    Column("version", Integer, nullable=False),
    Column("hash", String(64), nullable=False, index=True),
    Column("status", String(16), nullable=False),
    Column("manifest", Json, nullable=False),
    Column("deployed_at", Moment, nullable=False),
    Column("deployed_by", String(128), nullable=False),
    Column("note", Text),
    Column("waiver", Text),
    Column("decided_by", String(128)),
    Column("decided_at", Moment),
    Column("decision", Text),
    Column("base", Integer),
    Column("proof", Json),
    UniqueConstraint("name", "version"),
)

bundle_files = Table(
    "bundle_files",
    metadata,
    Column("bundle_id", String(32), ForeignKey(f"{DISTRICT}.bundles.id"), primary_key=True),
    Column("name", String(256), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

IN_FORCE, SUPERSEDED, PROPOSED, REJECTED = "in_force", "superseded", "proposed", "rejected"
APPROVED = (IN_FORCE, SUPERSEDED)  # a running case may go onto these
HEAD = (
    bundles.c.id,
    bundles.c.name,
    bundles.c.version,
    bundles.c.hash,
    bundles.c.status,
    bundles.c.manifest,
    bundles.c.deployed_at,
    bundles.c.deployed_by,
    bundles.c.note,
    bundles.c.waiver,
    bundles.c.decided_by,
    bundles.c.decided_at,
    bundles.c.decision,
    bundles.c.base,
    bundles.c.proof,
)


@dataclass(frozen=True)
class DeployedBundle:
    """One version of a bundle. ``manifest``: processes [{id, name, file}], start_messages {message: process id}.

    ``note`` says what is new, ``waiver`` why it was published though its walks do not take every flow; who approved or
    rejected it (``decided_by``), and why it was rejected (``decision``). ``base`` is the version in force when it was
    put forward, None when none was; ``proof`` is what its designer saw of walks and past cases (``draft_proof``).
    """

    id: str
    name: str
    version: int
    hash: str
    status: str
    manifest: dict[str, Any]
    deployed_at: datetime
    deployed_by: str
    note: str | None = None
    waiver: str | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    decision: str | None = None
    base: int | None = None
    proof: dict[str, Any] | None = None


class Bundles:
    """Every version ever deployed; a version in force is the one new instances start on."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, bundle_id: str) -> DeployedBundle:
        found = self._one(bundles.c.id == bundle_id)
        if found is None:
            raise NotFound(f"Expected a deployed bundle, but there is none with the id {bundle_id}.")
        return found

    def version(self, name: str, version: int | None = None) -> DeployedBundle:
        """The given version of a bundle, or the one in force."""
        which = bundles.c.status == IN_FORCE if version is None else bundles.c.version == version
        found = self._one((bundles.c.name == name) & which)
        if found is None:
            if version is None:
                raise NotFound(f"Expected a deployed bundle {name}, but there is none. See the list of deployments.")
            raise NotFound(
                f"Expected version {version} of the bundle {name}, but there is none. See the list of deployments."
            )
        return found

    def in_force(self) -> list[DeployedBundle]:
        return self._many(bundles.c.status == IN_FORCE)

    def once_in_force(self) -> list[DeployedBundle]:
        """Every version that was in force and no longer is, the newest of each bundle last."""
        return self._many(bundles.c.status == SUPERSEDED)

    def files(self, bundle_id: str) -> list[tuple[str, bytes]]:
        """(name, content) of every file, in order of name."""
        rows = self._connection.execute(
            select(bundle_files.c.name, bundle_files.c.content)
            .where(bundle_files.c.bundle_id == bundle_id)
            .order_by(bundle_files.c.name)
        )
        return [(name, bytes(content)) for name, content in rows]

    def files_of(self, name: str, version: int | None) -> dict[str, bytes]:
        """The files of a version of a bundle, by name: what a draft changes. None, where none was in force, has none.

        Raises:
            NotFound: no such version.
        """
        return {} if version is None else dict(self.files(self.version(name, version).id))

    def last_version(self, name: str) -> int:
        found = self._connection.execute(select(func.max(bundles.c.version)).where(bundles.c.name == name)).scalar()
        return int(found or 0)

    def add(
        self,
        name: str,
        content_hash: str,
        manifest: dict[str, Any],
        files: Sequence[tuple[str, bytes]],
        *,
        at: datetime,
        by: str,
        note: str | None = None,
        waiver: str | None = None,
        base: int | None = None,
        proof: dict[str, Any] | None = None,
        proposed: bool = False,
    ) -> DeployedBundle:
        """Store the next version and put it in force in place of the one before; ``proposed``: it waits."""
        if not proposed:
            self._supersede(name)
        row = DeployedBundle(
            new_id(), name, self.last_version(name) + 1, content_hash, PROPOSED if proposed else IN_FORCE, manifest,
            at, by, note, waiver, base=base, proof=proof,
        )  # fmt: skip
        self._connection.execute(insert(bundles), vars(row))
        self._connection.execute(
            insert(bundle_files), [{"bundle_id": row.id, "name": file, "content": content} for file, content in files]
        )
        return row

    def proposed(self, name: str, content_hash: str) -> DeployedBundle | None:
        """A version with this content that waits for approval."""
        return self._one((bundles.c.name == name) & (bundles.c.hash == content_hash) & (bundles.c.status == PROPOSED))

    def put_anew(
        self, row: DeployedBundle, base: int | None, note: str | None, waiver: str | None, proof: dict[str, Any] | None
    ) -> None:
        """What waits is put forward once more: on the version in force now, with what is said of it now."""
        said = {"base": base, "note": note, "waiver": waiver, "proof": proof}
        self._connection.execute(update(bundles).where(bundles.c.id == row.id).values(said))

    def lock(self, name: str, version: int) -> DeployedBundle:
        """The version, held until the transaction ends. Raises: NotFound."""
        which = (bundles.c.name == name) & (bundles.c.version == version)
        self._connection.execute(select(bundles.c.id).where(which).with_for_update())
        return self.version(name, version)

    def decide(self, row: DeployedBundle, *, approved: bool, at: datetime, by: str, why: str | None) -> None:
        """Put a proposed version in force in place of the one before, or reject it."""
        if approved:
            self._supersede(row.name)
        status = IN_FORCE if approved else REJECTED
        decided = {"status": status, "decided_by": by, "decided_at": at, "decision": why}
        self._connection.execute(update(bundles).where(bundles.c.id == row.id).values(decided))

    def _supersede(self, name: str) -> None:
        ruling = (bundles.c.name == name) & (bundles.c.status == IN_FORCE)
        self._connection.execute(update(bundles).where(ruling).values(status=SUPERSEDED))

    def _one(self, condition: Any) -> DeployedBundle | None:
        row = self._connection.execute(select(*HEAD).where(condition)).first()
        return None if row is None else DeployedBundle(*row)

    def _many(self, condition: Any) -> list[DeployedBundle]:
        query = select(*HEAD).where(condition).order_by(bundles.c.name, bundles.c.version)
        return [DeployedBundle(*row) for row in self._connection.execute(query)]
