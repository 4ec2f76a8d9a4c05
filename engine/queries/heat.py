"""Where work waits and how long it takes, element by element: the rows of user tasks counted, and the same rows listed.

One selection of rows feeds every figure and every list behind a figure, so that a number always opens what it counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import CTE, ColumnElement, Select, case, distinct, extract, func, select

from engine.actor import Actor
from engine.errors import NotAllowed, NotFound, Unusable
from engine.persistence.deployed import Loaded, loaded
from engine.persistence.incidents import OPEN as STUCK
from engine.persistence.incidents import incidents
from engine.persistence.unit_of_work import Reading
from engine.persistence.user_tasks import COMPLETED, OPEN, OVERSEERS, user_tasks
from engine.runtime import Element

USUAL: Final = timedelta(days=30)
MEASURES: Final = ("waiting", "overdue", "done", "late", "again")
DAY: Final = 86_400


@dataclass(frozen=True)
class Scope:
    """Which work: a process, the user tasks completed from ``since`` to before ``until``, of one unit or of all."""

    process_id: str
    since: datetime
    until: datetime
    unit: str | None = None


@dataclass(frozen=True)
class Heat:
    """The figures of one process. ``since`` None is 30 days before ``until``, which is now when None."""

    process_id: str
    since: datetime | None = None
    until: datetime | None = None
    unit: str | None = None

    def answer(self, reading: Reading) -> dict[str, Any]:
        """``{process, name, bundle, version, since, until, unit, xml, elements: [...]}``, an element being

        ``{element, name, name_en, kind, waiting, overdue, oldest, done, median, p90, late, again, incidents: [...]}``.
        ``median`` and ``p90`` in seconds from opened to completed (the clock on the wall), None where nothing was done;
        ``late`` were completed after their due time; ``again`` came to a case that had been there before.

        Raises:
            NotAllowed: for whoever oversees neither all work nor a unit. NotFound: no such process.
            Unusable: the period ends before it begins.
        """
        scope = _scope(reading, self)
        version = _in_force(reading, scope.process_id)
        own = _own(version, scope.process_id)
        waiting, done, stuck = (
            _waiting(reading, scope, version),
            _done(reading, scope, version),
            _stuck(reading, version),
        )
        definition = version.definition(scope.process_id)
        xml = next(source.content for source in version.bundle.sources if source.name == definition.file)
        return {
            "process": scope.process_id,
            "name": definition.name,
            "bundle": version.head.name,
            "version": version.head.version,
            "since": scope.since.isoformat(),
            "until": scope.until.isoformat(),
            "unit": scope.unit,
            "xml": xml.decode("utf-8", "replace"),
            "elements": [
                {
                    "element": one.id,
                    "name": one.name or one.id,
                    "name_en": one.name_en,
                    "kind": one.kind,
                    **waiting.get(one.id, {"waiting": 0, "overdue": 0, "oldest": None}),
                    **done.get(one.id, {"done": 0, "median": None, "p90": None, "late": 0, "again": 0}),
                    "incidents": stuck.get(one.id, []),
                }
                for one in own.values()
                if one.kind == "userTask" or one.id in stuck
            ],
        }


@dataclass(frozen=True)
class HeatRows:
    """The tasks behind one figure of an element: ``measure`` is waiting, overdue, done, late or again."""

    process_id: str
    element: str
    measure: str
    since: datetime | None = None
    until: datetime | None = None
    unit: str | None = None
    limit: int = 50
    offset: int = 0

    def answer(self, reading: Reading) -> dict[str, Any]:
        """``{"items": [{task, case, title, unit, opened_at, due_at, closed_at, seconds}], "next": offset or None}``.

        The longest waiting, or the longest taken, first. Titles are for those who may read every case.
        Raises: as ``Heat``; Unusable for a measure there is not.
        """
        if self.measure not in MEASURES:
            raise Unusable(f"Expected one of {', '.join(MEASURES)}, but found {self.measure!r}.")
        scope = _scope(reading, self)
        version = _in_force(reading, scope.process_id)
        if self.measure in ("waiting", "overdue"):
            rows = _open(reading, scope, version)
            query = select(rows).where(rows.c.element == self.element)
            query = query.where(rows.c.due_at < reading.now) if self.measure == "overdue" else query
            order = rows.c.opened_at.asc(), rows.c.id
        else:
            rows = _closed(reading, scope, version)
            query = select(rows).where(rows.c.element == self.element, *_narrowed(rows, self.measure))
            order = rows.c.seconds.desc(), rows.c.id
        found = reading.connection.execute(query.order_by(*order).limit(self.limit + 1).offset(self.offset)).all()
        shown = found[: self.limit]
        titles = reading.headings({row.business_key for row in shown}) if _reads_cases(reading.by) else {}
        units = reading.unit_names({row.unit for row in shown if row.unit})
        following = self.offset + self.limit if len(found) > self.limit else None
        return {"items": [_line(reading, row, titles, units) for row in shown], "next": following}


def _scope(reading: Reading, asked: Heat | HeatRows) -> Scope:
    until = asked.until or reading.now
    since = asked.since or until - USUAL
    if since >= until:
        raise Unusable("Expected a period that ends after it begins, but found another. Choose other days.")
    unit = asked.unit
    if not (reading.by.kind in ("system", "clock") or reading.by.has(*OVERSEERS)):
        if not reading.by.has("unit_leader") or not reading.by.unit:
            raise NotAllowed("Expected someone who oversees the work of the district or of a unit.")
        if unit not in (None, reading.by.unit):
            raise NotAllowed("Expected your own unit; only those who oversee the district see the others.")
        unit = reading.by.unit
    return Scope(asked.process_id, since, until, unit)


def _in_force(reading: Reading, process_id: str) -> Loaded:
    for head in reading.bundles.in_force():
        if any(process["id"] == process_id for process in head.manifest["processes"]):
            return loaded(reading.bundles, head.id)
    raise NotFound(f"Expected a process in force, but there is none called {process_id}. See the list of processes.")


def _own(version: Loaded, process_id: str) -> Mapping[str, Element]:
    found = version.definition(process_id).elements.values()
    return {element.id: element for element in found if element.process == process_id}


def _concerned(scope: Scope, version: Loaded, columns: Any) -> list[ColumnElement[bool]]:
    """Elements this process draws, whichever process calls it: a row names the process its instance was started as."""
    callers = [
        one.process_id
        for one in version.bundle.definitions.values()
        if scope.process_id == one.process_id or scope.process_id in one.called
    ]
    tasks = [one.id for one in _own(version, scope.process_id).values() if one.kind == "userTask"]
    where = [columns.process_id.in_(callers), columns.element.in_(tasks)]
    return where if scope.unit is None else [*where, columns.unit == scope.unit]


def _open(reading: Reading, scope: Scope, version: Loaded) -> CTE:
    """Every task that waits now."""
    columns = user_tasks.c
    seconds = _seconds(reading, columns.opened_at, columns.opened_at)
    query = _columns(seconds).where(columns.status == OPEN, *_concerned(scope, version, columns))
    return query.cte("open")


def _closed(reading: Reading, scope: Scope, version: Loaded) -> CTE:
    """Every task completed in the period; ``turn`` counts those of one element in one instance."""
    columns = user_tasks.c
    seconds = _seconds(reading, columns.opened_at, columns.closed_at)
    turn = func.row_number().over(
        partition_by=(columns.element, columns.instance_id), order_by=(columns.closed_at, columns.id)
    )
    query = (
        _columns(seconds)
        .add_columns(turn.label("turn"))
        .where(
            columns.status == COMPLETED,
            columns.closed_at >= scope.since,
            columns.closed_at < scope.until,
            *_concerned(scope, version, columns),
        )
    )
    return query.cte("closed")


def _columns(seconds: ColumnElement[Any]) -> Select[Any]:
    names = ("id", "instance_id", "business_key", "element", "unit", "opened_at", "due_at", "closed_at")
    return select(*(user_tasks.c[name] for name in names), seconds.label("seconds"))


def _seconds(reading: Reading, begin: Any, end: Any) -> ColumnElement[Any]:
    if reading.connection.dialect.name == "sqlite":
        return (func.julianday(end) - func.julianday(begin)) * DAY
    return extract("epoch", end - begin)


def _narrowed(rows: CTE, measure: str) -> list[ColumnElement[bool]]:
    if measure == "late":
        return [rows.c.closed_at > rows.c.due_at]
    return [rows.c.turn > 1] if measure == "again" else []


def _waiting(reading: Reading, scope: Scope, version: Loaded) -> dict[str, dict[str, Any]]:
    rows = _open(reading, scope, version)
    late = func.count(case((rows.c.due_at < reading.now, 1)))
    query = select(rows.c.element, func.count(), late, func.min(rows.c.opened_at)).group_by(rows.c.element)
    return {
        element: {"waiting": count, "overdue": overdue, "oldest": oldest.isoformat() if oldest else None}
        for element, count, overdue, oldest in reading.connection.execute(query)
    }


def _done(reading: Reading, scope: Scope, version: Loaded) -> dict[str, dict[str, Any]]:
    """Median and p90 are the values at those ranks (percentile_disc), the same on both databases."""
    rows = _closed(reading, scope, version)
    rank = func.row_number().over(partition_by=rows.c.element, order_by=rows.c.seconds)
    number = func.count().over(partition_by=rows.c.element)
    ranked = select(rows, rank.label("rank"), number.label("number")).cte("ranked")
    query = select(
        ranked.c.element,
        func.count(),
        func.min(case((ranked.c.rank * 2 >= ranked.c.number, ranked.c.seconds))),
        func.min(case((ranked.c.rank * 10 >= ranked.c.number * 9, ranked.c.seconds))),
        func.count(case((ranked.c.closed_at > ranked.c.due_at, 1))),
        func.count() - func.count(distinct(ranked.c.instance_id)),
    ).group_by(ranked.c.element)
    return {
        element: {"done": count, "median": round(float(median)), "p90": round(float(p90)), "late": late, "again": again}
        for element, count, median, p90, late, again in reading.connection.execute(query)
    }


def _stuck(reading: Reading, version: Loaded) -> dict[str, list[dict[str, Any]]]:
    """Open incidents of the bundle's processes by element, for those who may mend them."""
    if not reading.by.has("designer", "admin"):
        return {}
    columns = incidents.c
    query = select(columns.id, columns.element, columns.business_key, columns.cause, columns.opened_at).where(
        columns.status == STUCK, columns.process_id.in_(list(version.bundle.definitions)), columns.element.is_not(None)
    )
    found: dict[str, list[dict[str, Any]]] = {}
    for row in reading.connection.execute(query.order_by(columns.opened_at).limit(500)):
        one = {"id": row.id, "case": row.business_key, "cause": row.cause, "opened_at": row.opened_at.isoformat()}
        found.setdefault(row.element, []).append(one)
    return found


def _reads_cases(by: Actor) -> bool:
    return by.kind in ("system", "clock") or by.has("shift_leader", "coordinator", "supervisor", "leader", "admin")


def _line(reading: Reading, row: Any, titles: Mapping[str, Any], units: Mapping[str, Any]) -> dict[str, Any]:
    end = row.closed_at or reading.now
    return {
        "task": row.id,
        "case": row.business_key,
        "title": titles.get(row.business_key, {}).get("title"),
        "unit": row.unit,
        "unit_name": units.get(row.unit or "", {}).get("name"),
        "unit_name_en": units.get(row.unit or "", {}).get("name_en"),
        "opened_at": row.opened_at.isoformat(),
        "due_at": row.due_at.isoformat() if row.due_at else None,
        "closed_at": row.closed_at.isoformat() if row.closed_at else None,
        "seconds": round((end - row.opened_at).total_seconds()),
    }
