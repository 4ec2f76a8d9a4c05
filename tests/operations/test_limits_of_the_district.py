"""What the decision tables say of a case's limits and of the list's, and which of them no public source gives."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from engine.actor import Actor
from engine.commands.import_list import ImportList
from engine.commands.revise_row import ReviseRow
from engine.errors import FormRejected, Unusable
from engine.queries.deadline_explained import DeadlineExplained
from engine.queries.list_export import ListExport
from engine.rehearsal.district import District, demo_district
from tests.conftest import MONDAY
from tests.operations.desk import NOISE, NUMBER, RITA, Desk

ROOT = Path(__file__).parents[2]
ADMIN = Actor("zhu", "朱管理", frozenset({"admin"}))


@pytest.fixture(scope="module")
def ready() -> Iterator[District]:
    folders = [ROOT / "processes" / "citizen_request", ROOT / "forms" / "citizen_request"]
    files = {path.name: path.read_bytes() for folder in folders for path in folder.iterdir() if path.is_file()}
    with demo_district({"citizen_request": files}, MONDAY) as district:
        yield district


@pytest.fixture
def desk(ready: District) -> Iterator[Desk]:
    copy = ready.copied(MONDAY)
    yield Desk(copy.application)
    copy.close()


def marked(desk: Desk) -> dict[str, bool]:
    told = desk.application.ask(DeadlineExplained(NUMBER), RITA)["deadlines"]
    return {one["name"]: one["demo"] for one in told}


def test_what_no_public_source_gives_is_marked_and_what_the_reform_published_is_not(desk: Desk) -> None:
    desk.register()
    desk.dispatched()
    more = {"citizen": "7 working days", "dispatch": "2 hours", "contact": "24 hours", "review": "1 working day"}
    desk.do("deadlines.start_each", budgets=more)
    assert marked(desk) == {
        **{"handle": True, "sign": True, "review": True},  # the row's value, and the district's own
        **{"citizen": False, "dispatch": False, "contact": False},  # Xinhua 2019; Shenzhen
    }


def test_a_consult_has_its_day_from_the_reform_whatever_the_row_says(desk: Desk) -> None:
    desk.register(kind="consult")
    desk.do("cases.accept")
    desk.do("cases.classify", matter=NOISE, urgency="ordinary", lead_unit="B001")
    desk.do("deadlines.start_each", budgets={"handle": "1 working day"})
    assert marked(desk) == {"handle": False}


def table(desk: Desk) -> list[dict[str, str]]:
    exported = desk.application.ask(ListExport("csv"), ADMIN)["content"].decode("utf-8-sig")
    return list(csv.DictReader(exported.splitlines()))


def look(desk: Desk, rows: list[dict[str, str]], since: date | None = None) -> dict[str, Any]:
    lines = [",".join(rows[0]), *(",".join(f'"{cell}"' for cell in row.values()) for row in rows)]
    command = ImportList("list.csv", "\n".join(lines).encode(), since, "新版", dry_run=True)
    seen: dict[str, Any] = desk.application.execute(command, ADMIN)
    return seen


@pytest.mark.parametrize(
    ("column", "limit", "said"),
    [
        ("投诉时限", "40 working days", "at most 7 working days for a complaint (list_limit.dmn: 新华社 2019-12-01"),
        ("投诉时限", "15 days", "at most 7 working days for a complaint"),
        ("投诉时限", "30 minutes", "at least 1 hour for a complaint"),
        ("咨询时限", "2 working days", "at most 1 working day for a consult"),
        ("建议时限", "10 working days", "at most 3 working days for a suggestion"),
    ],
)
def test_a_limit_beyond_what_the_reform_allows_is_told_in_the_dry_run(
    desk: Desk, column: str, limit: str, said: str
) -> None:
    rows = table(desk)
    rows[4][column] = limit
    ((problem),) = look(desk, rows)["problems"]
    assert problem["line"] == 6 and said in problem["message"]
    rows[4][column] = ""
    assert look(desk, rows)["problems"] == []


def test_a_single_row_is_held_against_the_same_limits(desk: Desk) -> None:
    with pytest.raises(FormRejected) as refused:
        desk.application.execute(ReviseRow(NOISE, "编办通知", {"complaint_limit": "40 working days"}), ADMIN)
    assert "at most 7 working days" in str(refused.value.fields)


def test_a_dry_run_refuses_a_day_that_has_passed(desk: Desk) -> None:
    with pytest.raises(Unusable, match="from today on, but found 2026-03-01"):
        look(desk, table(desk), date(2026, 3, 1))
    assert look(desk, table(desk), date(2026, 3, 2))["problems"] == []
