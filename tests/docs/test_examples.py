"""Examples on the pages give what they say they give."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from engine.actor import ROLES
from engine.cli.folder import read_folder
from engine.feel import compile_expression
from engine.rehearsal.district import demo_district
from engine.rehearsal.scenario import read_scenario
from engine.rehearsal.walk import walk
from tests.docs.pages import ROOT, fenced, pages

FACTS = {
    "key": "PS1",
    "urgency": "urgent",
    "redos": 1,
    "solved": True,
    "lead_unit": "B001",
    "named_units": ["B001", "S002"],
    "limits": {},
}
EXAMPLES = [line for _, block in fenced("feel") for line in block.splitlines()]


@pytest.mark.parametrize("line", EXAMPLES)
def test_an_example_of_feel_is_what_it_says(line: str) -> None:
    expression, _, wanted = line.rpartition("  = ")
    assert compile_expression(expression.strip()).evaluate(FACTS) == compile_expression(wanted).evaluate({})


def test_there_are_examples_of_feel() -> None:
    assert len(EXAMPLES) > 5


def test_an_example_of_a_walk_walks() -> None:
    zone = ZoneInfo("Asia/Shanghai")
    walks = [read_scenario(page, block.encode(), zone) for page, block in fenced("yaml") if block.startswith("walk:")]
    assert walks
    name, files = read_folder(ROOT / "processes" / "citizen_request")
    with demo_district({name: files}, datetime(2026, 3, 2, 9, tzinfo=zone)) as district:
        for scenario in walks:
            walked = walk(scenario, district)
            assert walked.is_good, walked.failures


def test_the_roles_a_designer_may_write_are_all_there_are() -> None:
    row = next(line for line in pages()["docs/processes.md"].splitlines() if line.startswith("| | `role` |"))
    assert row.split("who may take it: ")[1].rstrip(" |").split(", ") == [*ROLES]
