"""Where work waits and how long it takes, element by element: the rows of user tasks counted, and the same rows listed.

One selection of rows feeds every figure and every list behind a figure, so that a number always opens what it counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Integer, Select, case, cast, extract, func, literal, select

from engine.actor import Actor
from engine.casework.referral import RAISES
from engine.errors import NotAllowed, NotFound, Unusable
from engine.persistence.cases import cases
from engine.persistence.deployed import Loaded
from engine.persistence.incidents import OPEN as STUCK
from engine.persistence.incidents import incidents
from engine.persistence.readable import WATCH
from engine.persistence.unit_of_work import Reading
from engine.persistence.user_tasks import CASE_AGAIN, COMPLETED, OPEN, OVERSEERS, UNIT_AGAIN, user_tasks
from engine.queries.heat_steps import drawing, drawn_by, steps
from engine.runtime import as_text

USUAL: Final = timedelta(days=30)
MEASURES: Final = ("waiting", "overdue", "done", "late", "again")
MINUTE: Final = 60  # seconds
HOUR: Final = 3_600
DAY: Final = 86_400
Span = tuple[int, int, int, int]  # seconds, how many took them, and of these: late, and come again


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
        """``{process, name, name_en, bundle, version, in_force, since, until, unit, xml, elements}``, each element

        ``{element, name, name_en, kind, version, waiting, overdue, oldest, done, median, p90, late, again, incidents:
        [...]}``. ``version`` is None for what the version in force draws; a step it no longer draws has a row while
        cases of earlier versions wait there, were there in the period or stopped there: with the last that drew it.
        Of a process no version in force draws, ``in_force`` is False and all is said by the last version that drew it.
        ``median`` and ``p90`` in seconds from opened to completed (the clock on the wall), to the minute above an hour,
        None where nothing was done; ``late`` were completed after their due time; ``again`` are those with which a
        case came back to the element, whenever and at whichever unit it was there before. Several tasks of one entry
        (multi-instance) count as one; for a unit, its first of them does.

        Raises:
            NotAllowed: for whoever oversees neither all work nor a unit. NotFound: no such process.
            Unusable: the period ends before it begins.
        """
        scope = _scope(reading, self)
        version, rules = drawing(reading, scope.process_id)
        waiting, done, stuck = (
            _waiting(reading, scope, version),
            _done(reading, scope, version),
            _stuck(reading, scope, version),
        )
        drawn = steps(reading, version, scope.process_id, {*waiting, *done, *stuck})
        definition = version.definition(scope.process_id)
        xml = next(source.content for source in version.bundle.sources if source.name == definition.file)
        return {
            "process": scope.process_id,
            "name": definition.name,
            "name_en": definition.name_en,
            "bundle": version.head.name,
            "version": version.head.version,
            "in_force": rules,
            "since": scope.since.isoformat(),
            "until": scope.until.isoformat(),
            "unit": scope.unit,
            "xml": as_text(xml),
            "elements": [
                {
                    "element": one.id,
                    "name": one.name or one.id,
                    "name_en": one.name_en,
                    "kind": one.kind,
                    "version": step.version,
                    **waiting.get(one.id, {"waiting": 0, "overdue": 0, "oldest": None}),
                    **done.get(one.id, {"done": 0, "median": None, "p90": None, "late": 0, "again": 0}),
                    "incidents": stuck.get(one.id, []),
                }
                for step in drawn.values()
                if (one := step.element).kind == "userTask" or one.id in stuck
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
        version, _ = drawing(reading, scope.process_id)
        if self.element not in steps(reading, version, scope.process_id, {self.element}):
            raise NotFound(f"Expected a step of {scope.process_id}, but there is none called {self.element[:80]!r}.")
        if self.measure in ("waiting", "overdue"):
            chosen = _open(reading, scope, version)
        else:
            chosen = _closed(reading, scope, version)
        rows = _narrowed(chosen.where(user_tasks.c.element == self.element), self.measure, scope, reading.now).cte(
            "behind"
        )
        first = rows.c.opened_at.asc() if self.measure in ("waiting", "overdue") else rows.c.seconds.desc()
        query = select(rows).order_by(first, rows.c.id)
        found = reading.connection.execute(query.limit(self.limit + 1).offset(self.offset)).all()
        shown = found[: self.limit]
        titles = reading.headings({row.business_key for row in shown}) if _reads_cases(reading.by) else {}
        units = reading.unit_names({row.unit for row in shown if row.unit})
        following = self.offset + self.limit if len(found) > self.limit else None
        return {"items": [_line(reading, row, titles, units) for row in shown], "next": following}


def _scope(reading: Reading, asked: Heat | HeatRows) -> Scope:
    try:
        until = (asked.until or reading.now).astimezone(UTC)
        since = asked.since.astimezone(UTC) if asked.since else until - USUAL
    except OverflowError as error:  # the first day there is, where the day begins before UTC's
        raise Unusable("Expected a period within the years 2 to 9998, but found another. Choose other days.") from error
    if since >= until:
        raise Unusable("Expected a period that ends after it begins, but found another. Choose other days.")
    only = only_unit(reading.by)
    if only and asked.unit not in (None, only):
        raise NotAllowed("Expected your own unit; only those who oversee the district see the others.")
    return Scope(asked.process_id, since, until, only or asked.unit)


def only_unit(by: Actor) -> str | None:
    """The one unit whose work this actor may see; None: all units. Raises: NotAllowed, for who oversees none."""
    if by.may_act_as(*OVERSEERS):
        return None
    if not by.has("unit_leader") or not by.unit:
        raise NotAllowed("Expected someone who oversees the work of the district or of a unit.")
    return by.unit


def _concerned(scope: Scope, version: Loaded, columns: Any) -> list[ColumnElement[bool]]:
    """Tasks at what this process draws or drew."""
    where = drawn_by(version, scope.process_id, columns)
    return where if scope.unit is None else [*where, columns.unit == scope.unit]


def _open(reading: Reading, scope: Scope, version: Loaded) -> Select[Any]:
    """Every task that waits now."""
    columns = user_tasks.c
    query = _columns(_seconds(reading, columns.opened_at, columns.opened_at))
    return query.where(columns.status == literal(OPEN, literal_execute=True), *_concerned(scope, version, columns))


def _closed(reading: Reading, scope: Scope, version: Loaded) -> Select[Any]:
    """Every task completed in the period."""
    columns = user_tasks.c
    return _columns(_seconds(reading, columns.opened_at, columns.closed_at)).where(
        columns.status == literal(COMPLETED, literal_execute=True),  # as the index says it, so that no row is read
        columns.closed_at >= scope.since,
        columns.closed_at < scope.until,
        *_concerned(scope, version, columns),
    )


def _columns(seconds: ColumnElement[Any]) -> Select[Any]:
    names = ("id", "business_key", "element", "unit", "opened_at", "due_at", "closed_at", "again")
    return select(*(user_tasks.c[name] for name in names), seconds.label("seconds"))


def _seconds(reading: Reading, begin: Any, end: Any) -> ColumnElement[Any]:
    if reading.connection.dialect.name == "sqlite":
        return cast((func.julianday(end) - func.julianday(begin)) * DAY + 0.5, Integer)
    return cast(extract("epoch", end - begin), Integer)


def _came_back(scope: Scope, columns: Any) -> ColumnElement[bool]:
    back = (CASE_AGAIN,) if scope.unit is None else (CASE_AGAIN, UNIT_AGAIN)
    return columns.again.in_(back)  # type: ignore[no-any-return]


def _narrowed(rows: Select[Any], measure: str, scope: Scope, now: datetime) -> Select[Any]:
    """Of the rows of one element those a measure counts."""
    columns = user_tasks.c
    if measure == "overdue":
        return rows.where(columns.due_at < now)
    if measure == "late":
        return rows.where(columns.closed_at > columns.due_at)
    if measure == "again":
        return rows.where(_came_back(scope, columns))
    return rows


def _waiting(reading: Reading, scope: Scope, version: Loaded) -> dict[str, dict[str, Any]]:
    rows = _open(reading, scope, version).cte("open")
    late = func.count(case((rows.c.due_at < reading.now, 1)))
    query = select(rows.c.element, func.count(), late, func.min(rows.c.opened_at)).group_by(rows.c.element)
    return {
        element: {"waiting": count, "overdue": overdue, "oldest": oldest.isoformat() if oldest else None}
        for element, count, overdue, oldest in reading.connection.execute(query)
    }


def _done(reading: Reading, scope: Scope, version: Loaded) -> dict[str, dict[str, Any]]:
    """Median and p90 are the values at those ranks (percentile_disc), the same on both databases.

    The database counts how many took how long; ranking every row instead took ten times as long. Above an hour a span
    is cut to its minute, so that the counts stay few.
    """
    rows = _closed(reading, scope, version).cte("closed")
    span = case((rows.c.seconds < HOUR, rows.c.seconds), else_=rows.c.seconds - rows.c.seconds % MINUTE)
    late = func.count(case((rows.c.closed_at > rows.c.due_at, 1)))
    back = func.count(case((_came_back(scope, rows.c), 1)))
    spans_counted = select(rows.c.element, span.label("span"), func.count(), late, back)
    counted = spans_counted.group_by("span", rows.c.element)  # numbers first: SQLite sorts every row by these
    spans: dict[str, list[Span]] = {}
    for element, *one in reading.connection.execute(counted):
        spans.setdefault(element, []).append(tuple(one))
    return {element: _figures(sorted(found)) for element, found in spans.items()}


def _figures(spans: list[Span]) -> dict[str, Any]:
    done = sum(count for _, count, _, _ in spans)
    return {
        "done": done,
        "median": _at_rank(spans, -(-done // 2)),
        "p90": _at_rank(spans, -(-done * 9 // 10)),
        "late": sum(late for _, _, late, _ in spans),
        "again": sum(again for _, _, _, again in spans),
    }


def _at_rank(spans: list[Span], rank: int) -> int:
    passed = 0
    for seconds, count, _, _ in spans:
        passed += count
        if passed >= rank:
            return seconds
    raise AssertionError("a rank above the number of rows")


def _stuck(reading: Reading, scope: Scope, version: Loaded) -> dict[str, list[dict[str, Any]]]:
    """Open incidents at what this process draws, by element, for those who may mend them or oversee all cases; with a
    unit those of its own cases."""
    if not (reading.by.has("designer") or _reads_cases(reading.by)):
        return {}
    columns = incidents.c
    query = select(columns.id, columns.element, columns.business_key, columns.cause, columns.opened_at).where(
        columns.status == STUCK,
        columns.element.is_not(None),
        *drawn_by(version, scope.process_id, columns),
    )
    if scope.unit is not None:
        query = query.where(columns.business_key.in_(select(cases.c.number).where(cases.c.lead_unit == scope.unit)))
    found: dict[str, list[dict[str, Any]]] = {}
    for row in reading.connection.execute(query.order_by(columns.opened_at).limit(500)):
        one = {"id": row.id, "case": row.business_key, "cause": row.cause, "opened_at": row.opened_at.isoformat()}
        if not row.business_key.endswith(f"/{WATCH}") or reading.by.has("designer", "admin", *RAISES):
            found.setdefault(row.element, []).append(one)
    return found


def _reads_cases(by: Actor) -> bool:
    return by.may_act_as("shift_leader", "coordinator", "supervisor", "leader", "admin")


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
