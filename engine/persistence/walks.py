"""Walks of bundles: with each version the ones it was published with, with each draft the ones that changed since."""

from collections.abc import Mapping

from sqlalchemy import Column, ColumnElement, Integer, LargeBinary, String, Table, delete, insert, select
from sqlalchemy.engine import Connection

from engine.persistence.database import metadata

DRAFT = 0  # in place of a version: the walks of one designer's draft

walks = Table(
    "walks",
    metadata,
    Column("bundle", String(128), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("designer", String(128), primary_key=True),
    Column("name", String(256), primary_key=True),
    Column("content", LargeBinary),
)


class Walks:
    """Files by name. Walks are tests, no part of what runs: they are outside a version's hash and may change in it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_version(self, bundle: str, version: int) -> dict[str, bytes]:
        """In order of name."""
        return {name: content for name, content in self._read(bundle, version, "").items() if content is not None}

    def of_draft(self, bundle: str, designer: str, base: int | None) -> dict[str, bytes]:
        """Those of the version the draft changes, with what the designer changed."""
        found = dict(self._read(bundle, base, "")) if base else {}
        found.update(self._read(bundle, DRAFT, designer))
        return {name: content for name, content in sorted(found.items()) if content is not None}

    def write(self, bundle: str, designer: str, files: Mapping[str, bytes | None]) -> None:
        """Put walks into a draft; None takes one out."""
        where = (*self._where(bundle, DRAFT, designer), walks.c.name.in_(list(files)))
        self._connection.execute(delete(walks).where(*where))
        self._insert(bundle, DRAFT, designer, files)

    def keep(self, bundle: str, version: int, files: Mapping[str, bytes]) -> None:
        """These are the walks of a version from now on."""
        self._connection.execute(delete(walks).where(*self._where(bundle, version, "")))
        self._insert(bundle, version, "", files)

    def discard(self, bundle: str, designer: str) -> None:
        """The draft is gone, or published."""
        self._connection.execute(delete(walks).where(*self._where(bundle, DRAFT, designer)))

    def _read(self, bundle: str, version: int, designer: str) -> dict[str, bytes | None]:
        query = select(walks.c.name, walks.c.content).where(*self._where(bundle, version, designer))
        rows = self._connection.execute(query.order_by(walks.c.name))
        return {name: None if content is None else bytes(content) for name, content in rows}

    def _insert(self, bundle: str, version: int, designer: str, files: Mapping[str, bytes | None]) -> None:
        if files:
            own = {"bundle": bundle, "version": version, "designer": designer}
            self._connection.execute(
                insert(walks), [{**own, "name": name, "content": content} for name, content in files.items()]
            )

    def _where(self, bundle: str, version: int, designer: str) -> tuple[ColumnElement[bool], ...]:
        return walks.c.bundle == bundle, walks.c.version == version, walks.c.designer == designer
