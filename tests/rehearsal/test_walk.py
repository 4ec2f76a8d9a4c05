"""The walk driver does what a user does, and says where what is differs from what was expected."""

from zoneinfo import ZoneInfo

import pytest

from engine.rehearsal.district import District
from engine.rehearsal.scenario import read_scenario
from engine.rehearsal.walk import Walked, walk

SUBMIT = "  - citizen: submits\n    kind: complaint\n"


def walked(template: District, steps: str) -> Walked:
    text = f"walk: test\nsteps:\n{SUBMIT}{steps}"
    return walk(read_scenario("t.yaml", text.encode(), ZoneInfo("Asia/Shanghai")), template)


def test_a_walk_that_is_as_expected_is_good_and_counts_its_flows(template: District) -> None:
    done = walked(
        template,
        "  - expect: {state: registered, owner: intake, waiting: [受理], notices: []}\n"
        "  - complete: Accept\n    with: {decision: 受理}\n"
        "  - expect: {state: accepted, waiting: [分拨], notices: [citizen accepted], deadlines: {accept: null}}\n",
    )
    assert done.failures == []
    assert done.steps == 4
    assert "complaint" in {process for process, _ in done.flows}


@pytest.mark.parametrize(
    ("expected", "sentence"),
    [
        ("{state: closed}", "Expected the state of {case} to be closed, but found registered."),
        ("{closed: true}", "to have ended, but it is registered"),
        ("{owner: dispatcher}", "to be with dispatcher, but found Owner(role='intake', unit=None)"),
        ("{waiting: []}", "to wait for exactly nothing, but found 受理."),
        ("{waiting: [受理, 分拨]}", "to wait for exactly 受理, 分拨, but found 受理."),
        ("{waiting_anywhere: [督办]}", "Expected somebody to wait for 督办, but found 受理."),
        ("{deadlines: {accept: null}}", "not to run, but it is due"),
        ("{deadlines: {citizen: 2026-03-02 09:01}}", "at 2026-03-02 09:01, but found"),
        ("{due: {分拨: 2026-03-02 09:01}}", "Expected 分拨 to be open"),
        ("{notices: [citizen closed]}", "Expected the notices citizen closed"),
        ("{all_notices: [citizen closed]}", "Expected exactly the notices citizen closed"),
        ("{facts: {kind: consult}}", "to be 'consult', but found 'complaint'"),
        ("{status: completed}", "to be completed, but it is running"),
        ("{incidents: 1}", "Expected 1 incidents, but found 0"),
    ],
)
def test_a_difference_is_told_in_a_sentence(template: District, expected: str, sentence: str) -> None:
    failures = walked(template, f"  - expect: {expected}\n").failures
    assert len(failures) == 1
    assert sentence.partition("{case}")[2] in failures[0]


@pytest.mark.parametrize(
    ("step", "part"),
    [
        ("complete: 办理", "Expected one open task “办理”, but found 受理"),
        ("complete: 受理\n    with: {decision: burn}", "decision: “受理决定”没有“burn”这个选项"),
        ("complete: 受理\n    by: reviewer\n    with: {decision: accept}", "Expected a task, but there is none"),
        ("act: fly_away", "Expected a command, but there is none called 'fly_away'"),
        ("act: merge_cases\n    with: {mood: x}", "but found 'mood'"),
        ("act: merge_cases\n    by: king\n    with: {parent: x, children: []}", "Expected a role of"),
        ("pass: until rating due", "Expected a running deadline"),
        ("pass: forever", "Expected a time limit"),
        ("complete: 受理\n    case: Z", "Expected a name of this walk (case), but found $Z"),
        ("complete: 受理\n    unit: 火星局", "Expected a unit of the district"),
    ],
)
def test_a_step_that_cannot_be_done_fails_the_walk(template: District, step: str, part: str) -> None:
    failures = walked(template, f"  - {step}\n").failures
    assert len(failures) == 1
    assert part in failures[0], failures[0]


def test_a_refusal_may_be_what_is_expected(template: District) -> None:
    good = walked(template, "  - complete: 受理\n    with: {}\n    refused: {fields: [decision]}\n")
    assert good.failures == []
    wrong = walked(template, "  - complete: 受理\n    with: {decision: accept}\n    refused: suspended\n")
    assert "but it was done" in wrong.failures[0]


def test_the_clock_stops_on_the_way_at_everything_that_falls_due(template: District) -> None:
    done = walked(
        template,
        "  - pass: until accept due\n  - expect: {notices: [shift_leader acceptance_overdue], waiting: [受理]}\n"
        "  - pass: 1.5 working hours\n  - pass: 1 weeks\n  - expect: {waiting: [受理]}\n",
    )
    assert done.failures == []


def test_each_walk_has_a_district_of_its_own(template: District) -> None:
    for _ in range(2):
        assert walked(template, "  - expect: {waiting_anywhere: [受理], waiting: [受理]}\n").failures == []
