"""The walks play the whole bundle in the demo district: all of them succeed, and no line of a diagram is left out."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import pytest

from engine.operations.bundle_problems import parsed
from engine.rehearsal.coverage import coverage, share
from engine.rehearsal.district import ZONE, demo_district
from engine.rehearsal.scenario import Scenario, read_scenario
from engine.rehearsal.walk import Walked, walk
from tests.processes.conftest import BUNDLE, files
from tests.processes.renaming import renamed

SCENARIOS = [read_scenario(path.name, path.read_bytes(), ZONE) for path in sorted((BUNDLE / "walks").glob("*.yaml"))]
OF = [scenario.file.removesuffix(".yaml") for scenario in SCENARIOS]


def walk_all(bundle: Mapping[str, bytes], scenarios: Sequence[Scenario] = SCENARIOS) -> dict[str, Walked]:
    """The walks in a district with this bundle in force, by file."""
    with demo_district({"citizen_request": bundle}, min(one.starts for one in SCENARIOS)) as district:
        return {scenario.file: walk(scenario, district) for scenario in scenarios}


@pytest.fixture(scope="module")
def walked() -> Iterator[dict[str, Walked]]:
    yield walk_all(files())


@pytest.mark.parametrize("scenario", SCENARIOS, ids=OF)
def test_a_walk_ends_as_it_says(walked: dict[str, Walked], scenario: Scenario) -> None:
    assert walked[scenario.file].failures == []


def test_the_walks_take_every_line_of_every_process(walked: dict[str, Walked]) -> None:
    taken: Counter[tuple[str, str]] = Counter()
    for one in walked.values():
        taken.update(one.flows)
    processes = coverage(parsed("citizen_request", files()), taken)
    assert {one.process_id: list(one.missing) for one in processes if one.missing} == {}
    covered, there = share(processes)
    assert covered == there


@pytest.mark.parametrize("scenario", SCENARIOS, ids=OF)
def test_a_walk_says_who_has_the_case_by_when_and_what_was_sent(scenario: Scenario) -> None:
    asked = {name for step in scenario.steps if step.verb == "expect" for name in step.what}
    has_a_case = any(step.verb == "citizen" for step in scenario.steps)
    assert ({"owner", "deadlines", "notices", "state"} if has_a_case else {"waiting", "status"}) <= asked


def test_python_knows_no_element_of_a_diagram(walked: dict[str, Walked]) -> None:
    """Every element and line of the bundle is renamed; the walks, which go by labels, find nothing different.

    The longest takes the same lines as the shorter ones, only fifty-five times, and is left out.
    """
    shorter = [one for one in SCENARIOS if len(one.steps) < 150]
    other = {name: renamed(content) if name.endswith(".bpmn") else content for name, content in files().items()}
    again = walk_all(other, shorter)
    assert {file: one.failures for file, one in again.items() if one.failures} == {}
    assert {file: one.steps for file, one in again.items()} == {one.file: walked[one.file].steps for one in shorter}
