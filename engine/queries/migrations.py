"""Migrations that were planned, what two versions need to be told to match, and how many cases each version has."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from engine.errors import NotAllowed
from engine.persistence.bundles import APPROVED, bundles
from engine.persistence.deployed import loaded
from engine.persistence.instances import instances
from engine.persistence.migrations import RUNNING, Migration, Migrations
from engine.persistence.unit_of_work import Reading
from engine.queries.cursor import moment, page, unpack
from engine.queries.open_incidents import MAY_LOOK
from engine.runtime import Definition
from engine.runtime.migrate_match import Match, could_be, kind_of


@dataclass(frozen=True)
class MigrationsUnderWay:
    """For the clock: those that are not paused and not done."""

    def answer(self, reading: Reading) -> list[Migration]:
        return Migrations(reading.connection).newest(status=RUNNING)


@dataclass(frozen=True)
class MigrationList:
    """The newest first, with how many cases have each result. ``cursor``: the ``next`` of the answer before."""

    limit: int = 30
    cursor: str | None = None

    def answer(self, reading: Reading) -> dict[str, Any]:
        """``{"items": […], "next": cursor or None}``; an item is ``{id, bundle, from, to, dry_run, status, planned_at,
        planned_by, planned_by_name, counts}``.

        Raises: NotAllowed, Unusable for a cursor that is none.
        """
        _refuse_others(reading)
        rows = Migrations(reading.connection)
        before = None if self.cursor is None else unpack(self.cursor, moment, str)
        found = rows.newest(most=self.limit + 1, before=before)
        shown, following = page(found, self.limit, lambda one: (one.planned_at, one.id))
        names = reading.accounts.names({one.planned_by for one in shown})
        items = [
            {
                "id": one.id,
                "bundle": one.bundle,
                "from": one.from_version,
                "to": one.to_version,
                "dry_run": one.dry_run,
                "status": one.status,
                "planned_at": one.planned_at.isoformat(),
                "planned_by": one.planned_by,
                "planned_by_name": names.get(one.planned_by, one.planned_by),
                "counts": rows.counts(one.id),
            }
            for one in shown
        ]
        return {"items": items, "next": following}


@dataclass(frozen=True)
class RunningByVersion:
    """How many instances run on each version of a bundle."""

    bundle: str

    def answer(self, reading: Reading) -> list[dict[str, Any]]:
        """``[{version, status, running}]``, the newest first; what was never in force only while any run on it.

        Raises: NotAllowed.
        """
        _refuse_others(reading)
        query = (
            select(bundles.c.version, bundles.c.status, func.count(instances.c.id))
            .outerjoin(instances, (instances.c.bundle_id == bundles.c.id) & (instances.c.status == "running"))
            .where(bundles.c.name == self.bundle)
            .group_by(bundles.c.version, bundles.c.status)
            .having(bundles.c.status.in_(APPROVED) | (func.count(instances.c.id) > 0))
            .order_by(bundles.c.version.desc())
        )
        return [{"version": row[0], "status": row[1], "running": row[2]} for row in reading.connection.execute(query)]


@dataclass(frozen=True)
class Unmatched:
    """Elements of version ``before`` that version ``after`` does not have under the same id, or as something else."""

    bundle: str
    before: int
    after: int

    def answer(self, reading: Reading) -> list[dict[str, Any]]:
        """``[{process, element, name, name_en, kind, files, candidates: [{element, name, name_en}]}]``.

        ``files``: where it stood, and where its process stands now. A candidate is an element that is new, of the same
        kind, and in the same process.
        Raises: NotAllowed, NotFound.
        """
        _refuse_others(reading)
        old, new = (
            loaded(reading.bundles, reading.bundles.version(self.bundle, version).id).bundle
            for version in (self.before, self.after)
        )
        found: dict[tuple[str, str], dict[str, Any]] = {}
        for process_id, definition in old.definitions.items():
            if process_id in new.definitions:
                for one in _unmatched(definition, new.definitions[process_id]):
                    found.setdefault((one["process"], one["element"]), one)
        return list(found.values())


def _unmatched(old: Definition, new: Definition) -> list[dict[str, Any]]:
    match = Match(old, new)
    difference = match.difference()
    fresh = [new.elements[name] for name in difference.added]
    gone = [old.elements[name] for name in (*difference.removed, *difference.changed_kind)]
    return [
        {
            "process": one.process,
            "element": one.id,
            "name": one.name or one.id,
            "name_en": one.name_en,
            "kind": kind_of(one),
            "files": (
                one.file,
                next((other.file for other in new.elements.values() if other.process == one.process), ""),
            ),
            "candidates": [
                {"element": other.id, "name": other.name or other.id, "name_en": other.name_en}
                for other in fresh
                if could_be(one, other)
            ],
        }
        for one in gone
    ]


def _refuse_others(reading: Reading) -> None:
    if not reading.by.has(*MAY_LOOK):
        raise NotAllowed("Expected a designer or an administrator; only they migrate instances.")
