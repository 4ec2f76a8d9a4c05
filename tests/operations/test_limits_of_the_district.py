"""What the decision tables say of a case's limits and of the list's, and which of them no public source gives."""

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from engine.actor import Actor
from engine.casework.budget import parse
from engine.commands.import_list import ImportList
from engine.commands.revise_row import ReviseRow
from engine.errors import FormRejected, Unusable
from engine.persistence.deployed import decided
from engine.queries.deadline_explained import DeadlineExplained
from engine.queries.figures import Figures
from engine.queries.list_export import ListExport
from engine.queries.suggestions import Suggestions
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


def test_of_the_limits_of_an_urgent_case_the_one_that_ends_first_runs_and_says_where_it_comes_from(desk: Desk) -> None:
    desk.register()
    desk.do("cases.accept")
    desk.do("cases.classify", matter="080201", urgency="urgent", lead_unit="B001")
    desk.do("deadlines.start_each", budgets={"handle": ["1 working day", "4 working hours"]})
    clock = desk.see(lambda reading: reading.deadlines.current(NUMBER, "handle"))
    assert clock.deadline.budget.text == "4 working hours" and marked(desk) == {"handle": True}


def test_a_consult_has_its_day_from_the_reform_whatever_the_row_says(desk: Desk) -> None:
    desk.register(kind="consult")
    desk.do("cases.accept")
    desk.do("cases.classify", matter=NOISE, urgency="ordinary", lead_unit="B001")
    desk.do("deadlines.start_each", budgets={"handle": "1 working day"})
    assert marked(desk) == {"handle": False}


@pytest.mark.parametrize("kind", ["consult", "suggestion", "complaint"])
@pytest.mark.parametrize("urgency", ["ordinary", "urgent", "very_urgent"])
@pytest.mark.parametrize("grade", [None, "A", "B"])
@pytest.mark.parametrize("row_limit", [None, "4 working hours", "2 working days", "5 working days"])
def test_a_redo_never_has_longer_than_the_case_had_and_less_where_it_had_a_working_day_or_more(
    desk: Desk, kind: str, urgency: str, grade: str | None, row_limit: str | None
) -> None:
    facts = {"kind": kind, "urgency": urgency, "grade": grade, "row_limit": row_limit}
    limits = desk.see(lambda reading: decided(reading, "limits", facts))
    friday = datetime(2026, 3, 6, 9, 0, tzinfo=UTC)
    calendar = desk.see(lambda reading: reading.calendar.at(reading.now))
    first, again = (
        min((calendar.add(friday, parse(one)).at, one) for one in _each(limits[step])) for step in ("handle", "redo")
    )
    assert again[0] < first[0] if parse(first[1]).days else again == first


def _each(limit: str | list[str]) -> list[str]:
    """Of several the one that ends first holds."""
    return limit if isinstance(limit, list) else [limit]


def test_a_very_urgent_complaint_has_its_hour_again_when_it_is_redone(desk: Desk) -> None:
    facts = {"kind": "complaint", "urgency": "very_urgent", "grade": None, "row_limit": "5 working days"}
    limits = desk.see(lambda reading: decided(reading, "limits", facts))
    assert (limits["handle"], limits["redo"]) == ("1 hour", "1 hour")


@pytest.mark.parametrize(
    ("marks", "solved", "satisfied"), [((4, 5, 4), False, (1, 1)), ((1, 5, 5), True, (0, 1)), (None, None, (0, 0))]
)
def test_who_is_satisfied_means_the_same_in_a_units_record_and_in_the_figures(
    desk: Desk, marks: tuple[int, int, int] | None, solved: bool | None, satisfied: tuple[int, int]
) -> None:
    desk.register()
    desk.answered()
    desk.do("cases.review", by=RITA, decision="pass")
    desk.do("cases.await_rating")
    if marks:
        rating = dict(zip(("speed", "effect", "attitude"), marks, strict=True))
        desk.do("cases.record_rating", rating={**rating, "solved": solved, "comment": None})
    desk.do("cases.close")
    desk.register("PS260302-BBBBB", title="工业红线内噪声")
    dispatcher = Actor("dora", "朵拉", frozenset({"dispatcher"}))
    units = desk.application.ask(Suggestions("PS260302-BBBBB"), dispatcher)["units"]
    (record,) = (one["here"]["satisfied"] for one in units if one["unit"] == "B001")
    rate = desk.application.ask(Figures(), RITA)["raw"]["satisfaction_rate"]
    assert (record["part"], record["whole"]) == (rate["part"], rate["whole"]) == satisfied


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
