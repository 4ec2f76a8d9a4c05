"""Playing a process: steps done and written down, undone, played anew; and what bounds it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from engine.errors import FormRejected, Refusal
from engine.operations.bundle_problems import parsed
from engine.queries.standing import FormOf, OpenTasks
from engine.rehearsal.district import District
from engine.rehearsal.glimpse import diagrams, glimpse
from engine.rehearsal.play import Play
from engine.rehearsal.recording import completion, until, written
from engine.rehearsal.sandboxes import Ground, Sandboxes
from engine.rehearsal.scenario import read_scenario
from engine.rehearsal.walk import walk

MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")
SUBMITS = {"citizen": "submits", "kind": "complaint", "with": {"title": "夜间噪声"}, "as": "case"}
ACCEPTS = {"complete": "受理", "with": {"decision": "accept"}}


@pytest.fixture
def play(template: District) -> Iterator[Play]:
    made = Play(template, MONDAY)
    yield made
    made.close()


@pytest.fixture
def sandboxes() -> Iterator[Sandboxes]:
    made = Sandboxes()
    yield made
    made.close()


@pytest.fixture
def ground() -> Ground:
    folder = Path(__file__).parent / "loop"
    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    return Ground("loop", files, "loop/1")


def test_a_step_is_done_by_the_real_system_and_written_down(play: Play) -> None:
    play.do(SUBMITS)
    play.do(ACCEPTS)
    assert play.steps == [SUBMITS, ACCEPTS]
    assert play.stood[-1] == {"case": "case", "state": "accepted", "waiting": ["分拨"]}


def test_a_refused_step_changes_nothing_and_is_not_written_down(play: Play) -> None:
    play.do(SUBMITS)
    with pytest.raises(FormRejected):
        play.do({"complete": "受理"})
    with pytest.raises(Refusal, match="Expected one open task"):
        play.do({"complete": "办理"})
    assert play.steps == [SUBMITS] and not play.is_broken
    play.do(ACCEPTS)
    assert play.stood[-1]["waiting"] == ["分拨"]


def test_time_passes_over_weekends_and_holidays_in_working_days(play: Play) -> None:
    play.do({"pass": "until 2026-04-30 10:00"})  # Labour Day is 1 to 5 May in 2026, with a make-up workday on 9 May
    play.do({"pass": "1 working days"})
    assert play.stage.clock.now().astimezone(SHANGHAI).strftime("%m-%d %H:%M") == "05-06 18:00"


def test_what_a_form_chose_from_a_list_is_written_in_labels_and_numbers_as_names(play: Play) -> None:
    play.do(SUBMITS)
    play.do(ACCEPTS)
    (task,) = [one for one in play.stage.ask(OpenTasks()) if one.name == "分拨"]
    number = play.stage.names["case"]
    unit = next(code for name, code in play.stage.codes.items() if name == "环境保护和水务局")
    given = {"lead_unit": unit, "reason": f"见 {number}", "note": "", "cooperating_units": []}
    raw = completion(play.stage, task, play.stage.ask(FormOf(task.id)), given, by=None)
    assert raw["complete"] == "分拨"
    assert raw["with"] == {"lead_unit": "环境保护和水务局", "reason": "见 $case"}


def test_a_play_saved_as_a_walk_walks(play: Play, template: District) -> None:
    play.do(SUBMITS)
    play.do(ACCEPTS)
    play.do({"pass": "until dispatch due"})
    steps = [part for raw, stood in zip(play.steps, play.stood, strict=True) for part in (raw, {"expect": stood})]
    content = written("受理后等待分拨", "", MONDAY.astimezone(SHANGHAI), steps)
    walked = walk(read_scenario("played.yaml", content, SHANGHAI), template)
    assert walked.failures == [] and walked.steps == 6


def test_the_glimpse_says_who_must_act_what_the_clock_will_do_and_what_is_heard(play: Play) -> None:
    play.do(SUBMITS)
    folder = Path(__file__).parents[2] / "processes" / "citizen_request"
    forms = Path(__file__).parents[2] / "forms" / "citizen_request"
    files = {path.name: path.read_bytes() for place in (folder, forms) for path in place.iterdir() if path.is_file()}
    seen = glimpse(play, parsed("citizen_request", files))
    case = next(one for one in seen["runs"] if one["name"] == "case")
    assert [task["name_en"] for task in case["tasks"]] == ["Accept"]
    assert seen["next"] == min(timer["due_at"] for one in seen["runs"] for timer in one["timers"])
    assert "withdraw" in {one["message"] for one in case["messages"]}
    assert case["journal"] and case["deadlines"] and case["facts"]["kind"] == "complaint"
    assert any(view["elements"] for view in diagrams(play, case["key"]))


def test_a_step_undone_is_the_others_played_again(sandboxes: Sandboxes, ground: Ground) -> None:
    steps = [{"start": "again", "key": "L1"}, {"complete": "看", "with": {"decision": "again"}}]
    with sandboxes.at("one", ground, MONDAY, steps) as (play, refused):
        assert refused is None and len(play.steps) == 2
        first = play
    with sandboxes.at("one", ground, MONDAY, steps[:1]) as (play, refused):
        assert play is not first and play.steps == steps[:1]


def test_a_play_of_a_changed_diagram_says_which_step_no_longer_fits(sandboxes: Sandboxes, ground: Ground) -> None:
    steps = [{"start": "again", "key": "L1"}, {"complete": "看", "with": {"decision": "again"}}]
    renamed = {name: content.replace("看".encode(), "读".encode()) for name, content in ground.files.items()}
    with sandboxes.at("one", ground, MONDAY, steps) as (_, refused):
        assert refused is None
    with sandboxes.at("one", Ground("loop", renamed, "loop/2"), MONDAY, steps) as (play, refused):
        assert refused is not None and refused.startswith("2. Expected one open task “看”")
        assert play.steps == steps[:1]


def test_a_play_that_made_room_for_others_is_played_again_from_its_steps(sandboxes: Sandboxes, ground: Ground) -> None:
    steps = [{"start": "again", "key": "L1"}]
    for number in range(15):
        with sandboxes.at(f"play-{number}", ground, MONDAY, steps) as (play, _):
            assert play.stage.names == {"L1": "L1"}
    assert len(sandboxes._seats) <= 12
    with sandboxes.at("play-0", ground, MONDAY, steps) as (play, refused):
        assert refused is None and play.stage.names == {"L1": "L1"}


def test_processes_that_cause_one_another_for_ever_are_stopped_with_a_sentence(
    sandboxes: Sandboxes, ground: Ground
) -> None:
    with sandboxes.at("one", ground, MONDAY, [{"start": "ping", "key": "P"}]) as (play, refused):
        assert refused is not None and "come to rest" in refused
        assert play.steps == [] and play.is_broken
    with sandboxes.at("one", ground, MONDAY, []) as (play, refused):
        play.do({"start": "again", "key": "A"})
        assert refused is None and not play.is_broken


def test_a_moment_with_seconds_is_written_exactly(play: Play) -> None:
    assert until(play.stage, MONDAY) == {"pass": "until 2026-03-02 09:00"}
    exact = datetime(2026, 3, 2, 1, 0, 7, tzinfo=UTC)
    play.do(until(play.stage, exact))
    assert play.stage.clock.now() == exact
