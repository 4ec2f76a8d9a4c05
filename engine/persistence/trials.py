"""Trials of a draft: all its walks, or past cases once more. Rows, so that a page sees how far one is on any node."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, Index, Integer, String, Table, select
from sqlalchemy.engine import Connection

from engine.errors import NotFound
from engine.persistence.database import Json, Moment, metadata
from engine.persistence.records import Records

RUNNING, DONE, CANCELLED, BROKEN = "running", "done", "cancelled", "broken"
WALKS, WHAT_IF = "walks", "what_if"
SILENT = timedelta(minutes=2)  # one that said nothing for so long has lost its process

trials = Table(
    "trials",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("bundle", String(128), nullable=False),
    Column("version", Integer),
    Column("designer", String(128), nullable=False),
    Column("hash", String(200), nullable=False),
    Column("status", String(16), nullable=False),
    Column("total", Integer, nullable=False),
    Column("done", Integer, nullable=False),
    Column("wanted", Json, nullable=False),
    Column("found", Json, nullable=False),
    Column("items", Json, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Index("ix_trials_designer", "designer", "bundle", "kind", "started_at"),
)


@dataclass(frozen=True)
class Trial:
    """``version`` None tries the designer's draft. ``hash`` names what is tried; ``wanted`` says how (a process, how
    many cases), ``items`` what became of each, ``found`` what came out of all.
    """

    id: str
    kind: str
    bundle: str
    version: int | None
    designer: str
    hash: str
    status: str
    total: int
    done: int
    wanted: dict[str, Any]
    found: dict[str, Any]
    items: list[dict[str, Any]]
    started_at: datetime
    updated_at: datetime

    def is_lost(self, now: datetime) -> bool:
        """Did the process that ran it go away?"""
        return self.status == RUNNING and now - self.updated_at > SILENT

    def with_more(self, items: list[dict[str, Any]], at: datetime, **changes: Any) -> "Trial":
        return replace(self, items=[*self.items, *items], done=self.done + len(items), updated_at=at, **changes)


@dataclass(frozen=True)
class Verdict:
    """What the walks of some content showed. ``untaken`` are flows no walk took, in words; ``some`` of the walks only
    were run, or all."""

    covered: int
    flows: int
    failed: int
    run: int
    some: bool = False
    untaken: list[str] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        return not self.some and self.failed == 0 and self.flows > 0 and self.covered == self.flows


class Trials(Records[Trial]):
    """Each designer's own."""

    table = trials
    record = Trial

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)

    def of(self, trial_id: str, designer: str, *, lock: bool = False) -> Trial:
        """Raises: NotFound, also when it is another's."""
        query = select(*(trials.c[name] for name in self.names))
        query = query.where(trials.c.id == trial_id, trials.c.designer == designer)
        row = self._connection.execute(query.with_for_update() if lock else query).first()
        if row is None:
            raise NotFound("Expected a trial of yours, but there is none here.")
        return self._record(row)

    def newest(self, designer: str, bundle: str, kind: str, most: int = 10) -> list[Trial]:
        query = select(*(trials.c[name] for name in self.names)).where(
            trials.c.designer == designer, trials.c.bundle == bundle, trials.c.kind == kind
        )
        return self._records(
            self._connection.execute(query.order_by(trials.c.started_at.desc(), trials.c.id.desc()).limit(most))
        )

    def looked_back(self, designer: str, bundle: str, content_hash: str) -> Trial | None:
        """The newest look back on exactly this content that showed something."""
        rows = self.newest(designer, bundle, WHAT_IF)
        return next((one for one in rows if one.hash == content_hash and one.done), None)

    def verdict(self, designer: str, bundle: str, content_hash: str) -> Verdict | None:
        """What the walks of exactly this content showed when they were last run to the end: all of them before some."""
        shown = [one for one in self.newest(designer, bundle, WALKS) if (one.status, one.hash) == (DONE, content_hash)]
        trial = next((one for one in shown if not one.wanted), shown[0] if shown else None)
        if trial is None:
            return None
        found, untaken = trial.found, trial.found.get("untaken", [])
        return Verdict(found["covered"], found["flows"], found["failed"], trial.total, bool(trial.wanted), untaken)
