"""Cases, and which units have to do with which case."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    String,
    Table,
    Text,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from engine.casework.case import Case, Matter, Owner, Place, State
from engine.errors import NotFound
from engine.persistence.case_texts import CaseTexts, case_texts
from engine.persistence.database import Json, Moment, metadata
from engine.persistence.prepared import Prepared

cases = Table(
    "cases",
    metadata,
    Column("number", String(32), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("street", String(64), nullable=False),
    Column("community", String(64)),
    Column("address", Text),
    Column("longitude", Float),
    Column("latitude", Float),
    Column("channel", String(16), nullable=False),
    Column("urgency", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("owner_role", String(32), nullable=False),
    Column("owner_unit", String(32)),
    Column("matter", String(32)),
    Column("level1", String(128)),
    Column("level2", String(128)),
    Column("level3", String(128)),
    Column("grade", String(8)),
    Column("list_version", Integer),
    Column("lead_unit", String(32)),
    Column("cooperating_units", Json, nullable=False),
    Column("fallback_unit", String(32)),
    Column("ruled", Boolean, nullable=False),
    Column("suspended", Boolean, nullable=False),
    Column("redos", Integer, nullable=False),
    Column("handled_by", Json, nullable=False),
    Column("outcome", String(16)),
    Column("merged_into", String(32), index=True),
    Column("registered_at", Moment, nullable=False),
    Column("dispatched_at", Moment),
    Column("signed_at", Moment),
    Column("replied_at", Moment),
    Column("closed_at", Moment),
    Column("restart_clock", Boolean, nullable=False),
    Column("asset_owner", String(64)),
)
_NEWEST = cases.c.registered_at.desc(), cases.c.number.desc()
Index("ix_cases_newest", *_NEWEST)
Index("ix_cases_state", cases.c.state, *_NEWEST)
Index("ix_cases_kind", cases.c.kind, *_NEWEST)
Index("ix_cases_lead", cases.c.lead_unit, *_NEWEST)
Index("ix_cases_matter", cases.c.matter, cases.c.street, cases.c.registered_at)

involvements = Table(
    "involvements",
    metadata,
    Column("unit", String(32), primary_key=True),
    Column("case_number", String(32), primary_key=True),
    Column("registered_at", Moment, nullable=False),
)
Index(
    "ix_involvements_newest",
    involvements.c.unit,
    involvements.c.registered_at.desc(),
    involvements.c.case_number.desc(),
)

_FLAT: tuple[str, ...] = (
    *("number", "kind", "title", "text", "channel", "urgency", "lead_unit", "fallback_unit", "ruled", "suspended"),
    *("redos", "outcome", "merged_into", "registered_at", "dispatched_at", "signed_at", "replied_at", "closed_at"),
    *("restart_clock", "asset_owner"),
)
_PLACE = ("street", "community", "address", "longitude", "latitude")
_NAMES = cases.columns.keys()
_ONE = select(cases).where(cases.c.number == bindparam("the_number"))
_BY_NUMBER, _LOCKED = Prepared(_ONE), Prepared(_ONE.with_for_update())
_CHILDREN = Prepared(
    select(cases).where(cases.c.merged_into == bindparam("parent")).order_by(cases.c.registered_at, cases.c.number)
)
_SUSPENDED = Prepared(select(cases.c.suspended).where(cases.c.number == bindparam("the_number")))
_INSERT = insert(cases)
_CHANGED = [column.name for column in cases.columns if column.name not in ("number", "registered_at", *_PLACE)]
_SAVE = Prepared(
    update(cases).where(cases.c.number == bindparam("the_number")).values({n: bindparam(n) for n in _CHANGED})
)
_FOLLOW = Prepared(
    update(cases)
    .where(cases.c.merged_into == bindparam("the_number"), cases.c.state == State.MERGED.value)
    .values(owner_role=bindparam("owner_role"), owner_unit=bindparam("owner_unit"))
)
_INVOLVED = Prepared(
    select(involvements.c.unit).where(
        involvements.c.unit == bindparam("unit"), involvements.c.case_number == bindparam("the_number")
    )
)
_INVOLVE = {
    "sqlite": sqlite.insert(involvements).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(involvements).on_conflict_do_nothing(),
}


class Cases:
    """Get (locking), add, save; children; the units involved."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, number: str, *, lock: bool = False) -> Case | None:
        """The case of a number, or None. ``lock`` keeps others from changing it until the transaction ends."""
        row = (_LOCKED if lock else _BY_NUMBER).first(self._connection, {"the_number": number})
        return None if row is None else case_of(dict(zip(_NAMES, row, strict=True)))

    def get(self, number: str, *, lock: bool = False) -> Case:
        """The case of a number. Raises: NotFound."""
        case = self.find(number, lock=lock)
        if case is None:
            raise NotFound(f"Expected a case, but there is none with the number {number}.")
        return case

    def several(self, numbers: Sequence[str]) -> list[Case]:
        """The cases of these numbers, in their order; a number nobody has is left out."""
        rows = self._connection.execute(select(cases).where(cases.c.number.in_(numbers))).mappings()
        found = {row["number"]: case_of(row) for row in rows}
        return [found[number] for number in numbers if number in found]

    def add(self, case: Case) -> None:
        """Keep a new case, and index what it says."""
        self._connection.execute(_INSERT, values_of(case))
        CaseTexts(self._connection).add(case.number, case.title, case.text)

    def reword(self, changed: Sequence[Case]) -> None:
        """Keep title, text and address of these cases as they are now, and index them anew."""
        texts = CaseTexts(self._connection)
        texts.drop([case.number for case in changed])
        for case in changed:
            said = {"title": case.title, "text": case.text, "address": case.place.address}
            self._connection.execute(update(cases).where(cases.c.number == case.number).values(said))
            texts.add(case.number, case.title, case.text)

    def save(self, case: Case) -> None:
        """Write a changed case; the cases merged into it follow its owner, so that each has exactly one."""
        values = values_of(case)
        _SAVE.run(self._connection, {"the_number": case.number, **{name: values[name] for name in _CHANGED}})
        if case.state is not State.MERGED and not case.has_ended:
            owner = {"owner_role": case.owner.role, "owner_unit": case.owner.unit}
            _FOLLOW.run(self._connection, {"the_number": case.number, **owner})

    def headings(self, numbers: Iterable[str]) -> dict[str, dict[str, Any]]:
        """What stands above the tasks of cases: {title, kind, urgency, paused} by number."""
        columns = (cases.c.number, cases.c.title, cases.c.kind, cases.c.urgency, cases.c.suspended)
        query = select(*columns).where(cases.c.number.in_(list(numbers)))
        return {
            row.number: {"title": row.title, "kind": row.kind, "urgency": row.urgency, "paused": row.suspended}
            for row in self._connection.execute(query)
        }

    def is_suspended(self, number: str) -> bool:
        """Is it the number of a suspended case?"""
        row = _SUSPENDED.first(self._connection, {"the_number": number})
        return row is not None and bool(row[0])

    def titled(self, word: str, most: int = 500) -> list[str]:
        """The numbers of the newest cases with a word in their title."""
        query = select(cases.c.number).where(cases.c.title.contains(word, autoescape=True)).order_by(*_NEWEST)
        return list(self._connection.execute(query.limit(most)).scalars())

    def children(self, number: str) -> list[Case]:
        """The cases merged into this one, the oldest first."""
        rows = _CHILDREN.all(self._connection, {"parent": number})
        return [case_of(dict(zip(_NAMES, row, strict=True))) for row in rows]

    def said_by(self, case: Case) -> int:
        """How many citizens said the same: the case itself and everything merged with it."""
        top = case.merged_into or case.number
        query = select(func.count()).select_from(cases).where(cases.c.merged_into == top)
        return 1 + int(self._connection.execute(query).scalar_one())

    def settled_like(self, number: str, words: Sequence[str], most: int) -> list[Any]:
        """``(number, matter, title, text)`` of the cases with a matter whose texts share most with these grams."""
        query = select(cases.c.number, cases.c.matter, cases.c.title, cases.c.text).select_from(case_texts)
        query = query.join(cases, cases.c.number == case_texts.c.number)
        query = query.where(cases.c.matter.is_not(None), cases.c.number != number)
        return CaseTexts(self._connection).sharing(query, words, most)

    def involve(self, case: Case, *units: str | None) -> None:
        """From now on these units may read the case."""
        rows = [
            {"unit": unit, "case_number": case.number, "registered_at": case.registered_at}
            for unit in dict.fromkeys(units)
            if unit
        ]
        if rows:
            self._connection.execute(_INVOLVE[self._connection.dialect.name], rows)

    def no_longer_involve(self, unit: str, *numbers: str) -> None:
        """From now on this unit may not read these cases."""
        gone = delete(involvements).where(involvements.c.unit == unit, involvements.c.case_number.in_(numbers))
        self._connection.execute(gone)

    def is_involved(self, unit: str | None, number: str) -> bool:
        """May this unit read the case?"""
        return _INVOLVED.first(self._connection, {"unit": unit, "the_number": number}) is not None


def case_of(row: Any) -> Case:
    """The case a row of the table holds."""
    matter = None
    if row["matter"] is not None:
        matter = Matter(
            row["matter"], row["level1"], row["level2"], row["level3"], row["grade"], int(row["list_version"] or 0)
        )
    return Case(
        **{name: row[name] for name in _FLAT},
        place=Place(**{name: row[name] for name in _PLACE}),
        state=State(row["state"]),
        owner=Owner(row["owner_role"], row["owner_unit"]),
        matter=matter,
        cooperating_units=tuple(row["cooperating_units"]),
        handled_by=tuple(row["handled_by"]),
    )


def values_of(case: Case) -> dict[str, Any]:
    """The row a case is kept as."""
    matter = case.matter
    return {
        **{name: getattr(case, name) for name in _FLAT},
        **{name: getattr(case.place, name) for name in _PLACE},
        "state": case.state.value,
        "owner_role": case.owner.role,
        "owner_unit": case.owner.unit,
        "matter": matter.code if matter else None,
        "level1": matter.level1 if matter else None,
        "level2": matter.level2 if matter else None,
        "level3": matter.level3 if matter else None,
        "grade": matter.grade if matter else None,
        "list_version": matter.list_version if matter else None,
        "cooperating_units": list(case.cooperating_units),
        "handled_by": list(case.handled_by),
    }
