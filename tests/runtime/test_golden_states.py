"""States written by an earlier release, as they were; each later one restores them and goes on to the same end."""

import re
from datetime import timedelta

import pytest

from engine.runtime import Instance
from tests.runtime.diagram import ZONE, Case, drawn
from tests.runtime.golden_states import ACTS, GOLDEN, STORIES, path_of, state_of


def kept(name: str) -> Case:
    desk = drawn(name, operations=ACTS)
    case = Case(desk, desk.bundle.definitions[name])
    case.blob = (GOLDEN / f"format_1_{name}.json").read_bytes()
    case.last = case.instance().outcome()
    desk.clock.forward(timedelta(hours=9))
    return case


@pytest.mark.parametrize("path", sorted(GOLDEN.iterdir()), ids=lambda path: path.stem)
def test_an_old_state_is_restored_and_written_the_same(path):
    case = kept(path.stem.removeprefix("format_1_"))
    instance = Instance.restore(case.definition, case.blob, case.desk.surroundings)
    assert instance.dump() == case.blob.strip()


def without_ids(state: bytes) -> bytes:
    """Tokens named by the order in which they are first mentioned."""
    names: dict[bytes, bytes] = {}
    return re.sub(rb"\b[0-9a-f]{32}\b", lambda found: names.setdefault(found[0], b"%d" % len(names)), state)


@pytest.mark.parametrize("name", STORIES)
def test_every_story_has_its_state_in_the_format_of_today_and_still_leads_to_it(name):
    assert path_of(name).exists(), "python -m tests.runtime.golden_states writes it"
    assert without_ids(state_of(name)) == without_ids(path_of(name).read_bytes().strip())


def test_an_open_fork_joins_and_merges():
    case = kept("parallel_gateway").do("right", units=["A", "R"])
    assert case.open == ["check"] and case.facts["units"] == ["A", "L", "R"]


def test_an_inclusive_join_still_waits_for_its_branch():
    case = kept("inclusive_gateway")
    assert case.open == ["repair"] and case.do("repair", y=2).open == ["check"]
    assert (case.facts["x"], case.facts["y"]) == (1, 2)


def test_a_race_of_events_is_still_on():
    case = kept("event_based_gateway")
    assert len(case.last.timers) == 2 and case.deliver("citizen_rated", solved=True).open == ["after_rating"]


def test_instances_join_in_order_with_the_newcomer():
    case = kept("growing_instances").do("handle_branch", report="two").do("handle_branch", report="nine")
    assert case.facts["results"] == {"U1": "one", "U2": "two", "U9": "nine"}


def test_timers_keep_their_due_times():
    case = kept("timer_events")
    dues = {timer.element: timer.due_at.isoformat() for timer in case.last.timers}
    assert dues == {"late": "2026-11-25T04:00:00+00:00", "remind": "2026-11-23T14:00:00+00:00"}


def test_a_monthly_cycle_comes_back_to_its_day_of_the_month():
    case = kept("monthly_timer")  # written on 1 February, when the turns of December and January had been
    dues = [case.last.timers[0].due_at]
    for _ in range(2):
        case.desk.clock.set(dues[-1])
        case.fire(case.last.timers[0].id)
        dues.append(case.last.timers[0].due_at)
    assert [f"{due.astimezone(ZONE):%m-%d %H:%M}" for due in dues] == ["02-28 09:00", "03-31 09:00", "04-30 09:00"]


def test_an_incident_is_retried_with_its_submission():
    case = kept("incidents").retry()
    assert case.open == ["yes"] and case.facts["recorded"] == "words"


def test_what_an_ended_path_left_is_taken_over_at_the_end():
    case = kept("sub_process").do("work").do("after")
    assert case.status == "completed" and case.facts["seen"] is True


def test_a_called_process_gives_back_its_facts_and_its_timer_is_still_due():
    case = kept("call_activity")
    assert [timer.due_at.isoformat() for timer in case.last.timers] == ["2026-11-23T03:00:00+00:00"]
    assert case.do("review_it", c=3).open == ["after"] and case.facts == {"key": "K1", "a": 1, "b": 2, "c": 3}
    case = kept("call_activity")
    assert case.later() == ["late"] and case.open == ["escalated"]


def test_the_rest_of_a_sequence_comes_in_order():
    case = kept("sequential_instances")
    assert case.last.user_tasks[0].facts["step_name"] == "b"
    assert case.do("step", result="B").do("step", result="C").open == ["rule"]
    assert case.facts["results"] == ["A", "B", "C"]


def test_a_signal_still_reaches_the_event_that_waits_for_it():
    case = kept("signal_catch").do("rule")
    assert case.open == ["dispatch"] and case.do("dispatch").status == "completed"


def test_a_signal_still_interrupts_the_subprocess_around_it():
    case = kept("signal_events").do("rule")
    assert case.open == ["dispatch"] and "report" in "".join(case.last.clashes)


def test_an_escalation_still_leaves_its_own_branch_only():
    case = kept("escalation_events")
    assert sorted(case.open) == ["more", "supervise", "work"]
    assert sorted(case.do("work").open) == ["more", "more", "supervise", "supervise"]
