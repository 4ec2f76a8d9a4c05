"""Drafts: what a designer has changed and not deployed. One per designer and bundle; every file knows its revision."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    Column,
    ColumnElement,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    String,
    Table,
    and_,
    delete,
    func,
    insert,
    select,
    update,
)

from engine.errors import NotFound
from engine.persistence.database import DISTRICT, Moment, metadata
from engine.persistence.records import Records

drafts = Table(
    "drafts",
    metadata,
    Column("bundle", String(128), primary_key=True),
    Column("designer", String(128), primary_key=True),
    Column("base", Integer),
    Column("revision", Integer, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
)

draft_files = Table(
    "draft_files",
    metadata,
    Column("bundle", String(128), primary_key=True),
    Column("designer", String(128), primary_key=True),
    Column("name", String(256), primary_key=True),
    Column("content", LargeBinary),
    Column("revision", Integer, nullable=False),
    ForeignKeyConstraint(
        ["bundle", "designer"], [f"{DISTRICT}.drafts.bundle", f"{DISTRICT}.drafts.designer"], ondelete="CASCADE"
    ),
)


@dataclass(frozen=True)
class Draft:
    """``base``: the version in force that it changes, None when there was none. ``revision`` counts the saves."""

    bundle: str
    designer: str
    base: int | None
    revision: int
    started_at: datetime
    updated_at: datetime


class Drafts(Records[Draft]):
    """Every designer's drafts. A removed file stays as a row without content, so that others see it went."""

    table = drafts
    record = Draft

    def get(self, bundle: str, designer: str) -> Draft:
        found = self.find(bundle=bundle, designer=designer)
        if found is None:
            raise NotFound(f"Expected a draft of {bundle} by {designer}, but there is none. Start one.")
        return found

    def files(self, draft: Draft) -> dict[str, bytes]:
        """Content by name, in order of name."""
        query = select(draft_files.c.name, draft_files.c.content).where(_of(draft)).order_by(draft_files.c.name)
        return {name: bytes(content) for name, content in self._connection.execute(query) if content is not None}

    def sizes(self, draft: Draft) -> dict[str, int]:
        """Bytes by name of the files that are there."""
        query = select(draft_files.c.name, func.length(draft_files.c.content)).where(_of(draft))
        return {name: size for name, size in self._connection.execute(query) if size is not None}

    def changed_since(self, draft: Draft, revision: int) -> list[str]:
        """Names of the files written or removed after a revision."""
        query = select(draft_files.c.name).where(_of(draft), draft_files.c.revision > revision)
        return sorted(self._connection.execute(query).scalars())

    def write(self, draft: Draft, files: Mapping[str, bytes | None]) -> None:
        """Put these files in place, None for one that is removed; they carry the revision ``draft`` has now."""
        if files:
            self._connection.execute(delete(draft_files).where(_of(draft), draft_files.c.name.in_(list(files))))
            own = {"bundle": draft.bundle, "designer": draft.designer, "revision": draft.revision}
            rows = [{**own, "name": name, "content": content} for name, content in files.items()]
            self._connection.execute(insert(draft_files), rows)

    def stand_on(self, version: int, *, draft: Draft, put_forward: datetime) -> bool:
        """What was put forward of a draft came into force: it goes on from there, unless it was begun anew since.

        Returns: whether it does.
        """
        same = and_(drafts.c.bundle == draft.bundle, drafts.c.designer == draft.designer, drafts.c.base == draft.base)
        moved = update(drafts).where(same, drafts.c.started_at <= put_forward).values(base=version)
        return self._connection.execute(moved).rowcount > 0

    def discard(self, draft: Draft) -> None:
        self._connection.execute(delete(draft_files).where(_of(draft)))
        where = and_(drafts.c.bundle == draft.bundle, drafts.c.designer == draft.designer)
        self._connection.execute(delete(drafts).where(where))


def _of(draft: Draft) -> ColumnElement[bool]:
    return and_(draft_files.c.bundle == draft.bundle, draft_files.c.designer == draft.designer)
