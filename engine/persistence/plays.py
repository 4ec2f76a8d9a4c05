"""Plays of designers: which version or draft is played, from when, and the steps done so far, as a walk writes them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Index, Integer, String, Table, delete, select

from engine.errors import NotFound
from engine.persistence.database import Json, Moment, metadata
from engine.persistence.records import Records

KEPT = 10  # of one designer; the longest untouched make room

plays = Table(
    "plays",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("bundle", String(128), nullable=False),
    Column("version", Integer),
    Column("designer", String(128), nullable=False),
    Column("starts", Moment, nullable=False),
    Column("steps", Json, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Index("ix_plays_designer", "designer", "updated_at"),
)


@dataclass(frozen=True)
class PlayRow:
    """``version`` None plays the designer's own draft. ``steps``: raw steps; ``revision`` counts the saves."""

    id: str
    bundle: str
    version: int | None
    designer: str
    starts: datetime
    steps: list[dict[str, Any]]
    revision: int
    updated_at: datetime


class Plays(Records[PlayRow]):
    """Each designer's own."""

    table = plays
    record = PlayRow

    def of(self, play_id: str, designer: str) -> PlayRow:
        """Raises: NotFound, also when it is another's."""
        found = self.find(id=play_id, designer=designer)
        if found is None:
            raise NotFound("Expected a play of yours, but there is none here. It may have made room for newer ones.")
        return found

    def newest(self, designer: str) -> list[PlayRow]:
        query = select(*(plays.c[name] for name in self.names)).where(plays.c.designer == designer)
        return self._records(self._connection.execute(query.order_by(plays.c.updated_at.desc(), plays.c.id.desc())))

    def remove(self, play_id: str) -> None:
        self._connection.execute(delete(plays).where(plays.c.id == play_id))
