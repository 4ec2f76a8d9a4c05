"""The lists forms choose from: what each source holds, as rows {value, label, label_en}."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import select

from engine.casework import glossary
from engine.casework.case import Case
from engine.casework.conflict import sees_accusations
from engine.casework.duty import ruled_lead
from engine.casework.merging import JOINABLE
from engine.errors import Unusable
from engine.persistence.cases import cases
from engine.persistence.conflicts import accused_by
from engine.persistence.unit_of_work import Reading

Option = dict[str, Any]
MOST = 200
OTHER_CLAUSE = "other"  # the form then asks for the clause in words


def option_lists(reading: Reading, sources: Iterable[str], key: str | None = None) -> dict[str, list[Option]]:
    """The lists forms choose from, by source: rows {value, label, label_en?}.

    ``key``: of the case a task is about; it narrows the lists that depend on a case.

    Raises:
        Unusable: there is no such source.
    """
    wanted = list(sources)
    unknown = next((source for source in wanted if source not in SOURCES), None)
    if unknown is not None:
        raise Unusable(f"Expected one of {', '.join(sorted(SOURCES))}, but found {unknown!r}.")
    case = reading.cases.find(key.partition("/")[0]) if key else None
    return {source: SOURCES[source](reading, case) for source in wanted}


def _words(words: Sequence[glossary.Word]) -> Callable[[Reading, Case | None], list[Option]]:
    rows = [{"value": word.code, "label": word.zh, "label_en": word.en} for word in words]
    return lambda _reading, _case: rows


def _units(reading: Reading, case: Case | None) -> list[Option]:
    """Those in force; one the case complains of is marked for those who may know."""
    found = reading.unit_rows.all(order=("position", "code"), active=True)
    accused = {one.unit for one in accused_by(reading, case)} if case else set()
    shown = accused if sees_accusations(reading.by, accused) else set()
    return [
        {"value": unit.code, "label": f"{unit.name}（被投诉）", "label_en": f"{unit.name_en} (complained of)"}
        if unit.code in shown
        else {"value": unit.code, "label": unit.name, "label_en": unit.name_en}
        for unit in found
    ]


def _lead_units(reading: Reading, case: Case | None) -> list[Option]:
    """All of them; after a ruling the one it names, since it binds the dispatch."""
    every = _units(reading, case)
    if case is None:
        return every
    ruled = ruled_lead(case, reading.rulings.all(case=case.number, order=("ruled_at",)))
    return [one for one in every if ruled in (None, one["value"])]


def _matters(reading: Reading, case: Case | None) -> list[Option]:
    """Those in force, and a case's own as it was dispatched by it: it keeps that row when it is dispatched again."""
    rows = {row.code: row for row in reading.responsibility_list.rows(reading.today)}
    if case is not None and case.matter is not None:
        own = reading.responsibility_list.find(version=case.matter.list_version, code=case.matter.code)
        rows |= {own.code: own} if own else {}
    return [
        {"value": code, "label": row.called, "group": f"{row.level1} › {row.level2}", "demo": row.demo}
        for code, row in sorted(rows.items())
    ]


def _list_clauses(reading: Reading, case: Case | None) -> list[Option]:
    """What a return of the case may cite: its own row of the list first, then those of its group; or another clause."""
    none_of_these = {"value": OTHER_CLAUSE, "label": "清单中没有适用的，另行写明", "label_en": "None of these: another"}
    matter = case.matter if case else None
    if case is None or matter is None:
        return [none_of_these]
    group = (matter.level1, matter.level2)
    rows = [row for row in reading.responsibility_list.rows(reading.today) if (row.level1, row.level2) == group]
    rows.sort(key=lambda row: (row.code != matter.code, row.code))
    leads = [row.lead_at(case.place, reading.units, case.asset_owner) for row in rows]
    names = reading.unit_names({lead for lead in leads if lead})
    called = [names.get(lead or "", {}) for lead in leads]
    cited = [
        {
            "value": row.cited(unit.get("name")),
            "label": row.cited(unit.get("name")),
            "label_en": row.cited_en(unit.get("name_en")),
        }
        for row, unit in zip(rows, called, strict=True)
    ]
    return [*cited, none_of_these]


def _asset_owners(reading: Reading, _case: Case | None) -> list[Option]:
    return [{"value": owner, "label": owner} for owner in reading.responsibility_list.asset_owners(reading.today)]


def _streets(reading: Reading, _case: Case | None) -> list[Option]:
    found = {place.street: place.street_en for place in reading.places.all()}
    return [{"value": street, "label": street, "label_en": english} for street, english in found.items()]


def _communities(reading: Reading, _case: Case | None) -> list[Option]:
    return [
        {
            "value": place.community,
            "label": place.community,
            "label_en": place.community_en,
            "street": place.street,
        }
        for place in reading.places.all()
    ]


def _people(reading: Reading, case: Case | None) -> list[Option]:
    unit = reading.by.unit or (case.lead_unit if case else None)
    people = reading.accounts.all(unit=unit) if unit else []
    return [{"value": one.username, "label": one.name} for one in people if one.active]


def _open_cases(reading: Reading, case: Case | None) -> list[Option]:
    query = select(cases.c.number, cases.c.title).where(cases.c.state.in_([state.value for state in JOINABLE]))
    if case is not None:
        query = query.where(cases.c.number != case.number, cases.c.kind == case.kind)
        query = query.order_by((cases.c.street == case.place.street).desc(), cases.c.registered_at.desc())
    else:
        query = query.order_by(cases.c.registered_at.desc())
    rows = reading.connection.execute(query.limit(MOST))
    return [{"value": row.number, "label": f"{row.number} {row.title}"} for row in rows]


SOURCES: dict[str, Callable[[Reading, Case | None], list[Option]]] = {
    "kinds": _words(glossary.KINDS),
    "urgencies": _words(glossary.URGENCIES),
    "outcomes": _words(glossary.OUTCOMES),
    "return_grounds": _words(glossary.RETURN_GROUNDS),
    "channels": _words(glossary.CHANNELS),
    "suspension_reasons": _words(glossary.SUSPENSION_REASONS),
    "units": _units,
    "lead_units": _lead_units,
    "matters": _matters,
    "list_clauses": _list_clauses,
    "asset_owners": _asset_owners,
    "streets": _streets,
    "communities": _communities,
    "users_of_unit": _people,
    "open_cases": _open_cases,
}
