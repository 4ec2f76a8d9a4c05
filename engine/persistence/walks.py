"""Walks of bundles: with each version the ones it was published with, with each draft the ones that changed since."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Column, ColumnElement, Integer, LargeBinary, String, Table, delete, insert, select
from sqlalchemy.engine import Connection

from engine.persistence.database import metadata
from engine.persistence.drafts import Draft

DRAFT = 0  # in place of a version: the walks of one designer's draft
SUFFIX = ".yaml"  # no file of a bundle ends so

walks = Table(
    "walks",
    metadata,
    Column("bundle", String(128), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("designer", String(128), primary_key=True),
    Column("name", String(256), primary_key=True),
    Column("content", LargeBinary),
    Column("base", LargeBinary),
    Column("revision", Integer),
)


@dataclass(frozen=True)
class OwnWalk:
    """A walk that a draft wrote: None where there is none. ``base``: what the version had when it was first written.

    ``revision``: the draft's, at the last save of this walk.
    """

    content: bytes | None
    base: bytes | None
    revision: int


class Walks:
    """Files by name. Walks are tests, no part of what runs: they are outside a version's hash and may change in it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_version(self, bundle: str, version: int | None) -> dict[str, bytes]:
        """In order of name. None, where no version is in force, has none."""
        query = select(walks.c.name, walks.c.content).where(*_where(bundle, version or -1, ""))
        return {name: bytes(content) for name, content in self._connection.execute(query.order_by(walks.c.name))}

    def of_draft(self, draft: Draft) -> dict[str, bytes]:
        """Those of the version the draft changes, with what the designer changed."""
        found: dict[str, bytes | None] = dict(self.of_version(draft.bundle, draft.base))
        found |= {name: one.content for name, one in self.own(draft).items()}
        return {name: content for name, content in sorted(found.items()) if content is not None}

    def own(self, draft: Draft) -> dict[str, OwnWalk]:
        """What was written in a draft, put back since or not."""
        query = select(walks.c.name, walks.c.content, walks.c.base, walks.c.revision)
        rows = self._connection.execute(query.where(*_where(draft.bundle, DRAFT, draft.designer)))
        return {row.name: OwnWalk(_bytes(row.content), _bytes(row.base), row.revision or 0) for row in rows}

    def changed(self, draft: Draft) -> list[str]:
        """Names of those that differ from what the version had."""
        return sorted(name for name, one in self.own(draft).items() if one.content != one.base)

    def changed_since(self, draft: Draft, revision: int) -> list[str]:
        """Names of those written or taken out after a revision of the draft."""
        return sorted(name for name, one in self.own(draft).items() if one.revision > revision)

    def write(self, draft: Draft, files: Mapping[str, bytes | None]) -> None:
        """Put walks into a draft, None takes one out; they carry the revision ``draft`` has now."""
        own, there = self.own(draft), self.of_version(draft.bundle, draft.base)
        bases = {name: own[name].base if name in own else there.get(name) for name in files}
        written = {name: OwnWalk(content, bases[name], draft.revision) for name, content in files.items()}
        self._put(draft, own | written)

    def stand_on(self, draft: Draft, files: Mapping[str, bytes]) -> None:
        """The draft has these walks and changes another version now, ``draft.base``: what differs there is its own."""
        own, there = self.own(draft), self.of_version(draft.bundle, draft.base)
        differing = sorted(name for name in files.keys() | there.keys() if files.get(name) != there.get(name))
        revisions = {name: own[name].revision if name in own else draft.revision for name in differing}
        self._put(draft, {name: OwnWalk(files.get(name), there.get(name), revisions[name]) for name in differing})

    def keep(self, bundle: str, version: int, files: Mapping[str, bytes]) -> None:
        """These are the walks of a version from now on."""
        self._connection.execute(delete(walks).where(*_where(bundle, version, "")))
        own = {"bundle": bundle, "version": version, "designer": ""}
        self._insert([{**own, "name": name, "content": content} for name, content in files.items()])

    def discard(self, draft: Draft) -> None:
        """The draft is gone."""
        self._connection.execute(delete(walks).where(*_where(draft.bundle, DRAFT, draft.designer)))

    def _put(self, draft: Draft, own: Mapping[str, OwnWalk]) -> None:
        self.discard(draft)
        whose = {"bundle": draft.bundle, "version": DRAFT, "designer": draft.designer}
        self._insert([{**whose, "name": name, **vars(one)} for name, one in own.items()])

    def _insert(self, rows: list[dict[str, object]]) -> None:
        if rows:
            self._connection.execute(insert(walks), rows)


def _where(bundle: str, version: int, designer: str) -> tuple[ColumnElement[bool], ...]:
    return walks.c.bundle == bundle, walks.c.version == version, walks.c.designer == designer


def _bytes(content: bytes | None) -> bytes | None:
    return None if content is None else bytes(content)
