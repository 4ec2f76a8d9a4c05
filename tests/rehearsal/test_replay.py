"""Past requests go through the real processes to the closing, the same way for the same seed."""

from functools import partial
from pathlib import Path
from random import Random

from engine.actor import SYSTEM
from engine.casework.imported_request import imported_request
from engine.cli.folder import read_folder
from engine.cli.sheet import read_sheet
from engine.operations.bundle_problems import parsed
from engine.queries.list_export import ListLines
from engine.queries.standing import StandingOf
from engine.rehearsal.decisions import decisions_of, place_in
from engine.rehearsal.district import District
from engine.rehearsal.free_acts import FreeActs
from engine.rehearsal.invariants import Watch, broken
from engine.rehearsal.replay import Replay
from engine.rehearsal.staff import Staff
from engine.rehearsal.staff_acts import STAFF_ACTS
from engine.rehearsal.stage import Stage
from engine.rehearsal.tally import Tally
from forms import read_form

from .conftest import FOLDER

EVENTS = Path(__file__).parent / "events.csv"


def replayed(district: District, seed: int, most: int = 6, **keen: float) -> Tally:
    sheet = read_sheet(EVENTS)
    requests = [imported_request(dict(zip(sheet.header, row.cells, strict=True))) for row in sheet.rows][:most]
    name, files = read_folder(FOLDER)
    bundle = parsed(name, files)
    forms = {f"{name}/{Path(file).stem}": read_form(text) for file, text in files.items() if file.endswith(".form")}
    draw = Random(seed)
    staff = Staff(draw, decisions_of(bundle, forms), district.application.ask(ListLines(), SYSTEM))
    run = Replay(district, staff, draw, partial(place_in, bundle), **keen)
    return run.run(requests, lambda ended: None)


def test_every_request_comes_to_its_end_and_nothing_is_wrong_on_the_way(district: District) -> None:
    tally = replayed(district, 1, keen=1)
    assert (tally.filed, tally.ended, tally.unfinished, tally.wrong) == (6, 6, [], [])
    assert tally.is_whole
    assert sum(tally.decisions.values()) >= 6
    assert tally.kinds[("help", "complaint")] == tally.kinds[("thanks", "suggestion")] == 1


def test_staff_begin_what_no_task_asks_them_for(district: District) -> None:
    """Where decisions are still untaken, processes that only a person's act begins are begun, and come to their end."""
    tally = replayed(district, 3, keen=100)
    assert (tally.ended, tally.unfinished, tally.wrong) == (6, [], [])
    begun = {process for process, *_ in tally.decisions}
    assert begun >= {"identity_request", "key_supervision", "list_revision", "score_exclusion", "joint_handling"}


def test_an_act_is_likelier_while_a_decision_is_untaken(district: District) -> None:
    begin = sum(act.begins for act in STAFF_ACTS.values())
    seeking = FreeActs(district, Random(1), Tally(), lambda: 100)
    usual = FreeActs(district, Random(1), Tally())
    assert len(list(seeking.plans_for("K"))) >= begin
    assert sum(len(list(usual.plans_for("K"))) for _ in range(100)) < 100 * begin / 2


def test_the_same_seed_gives_the_same_replay(template: District, district: District) -> None:
    other = template.copied(district.clock.now())
    first, second = replayed(district, 5, most=2), replayed(other, 5, most=2)
    other.close()
    assert first.steps == second.steps
    assert first.decisions == second.decisions
    assert first.endings == second.endings


def test_the_decisions_are_those_the_forms_offer() -> None:
    name, files = read_folder(FOLDER)
    forms = {f"{name}/{Path(file).stem}": read_form(text) for file, text in files.items() if file.endswith(".form")}
    found = decisions_of(parsed(name, files), forms)
    assert all(len(decision) == 4 and words for decision, words in found.items())
    assert {decision[0] for decision in found} >= {"complaint", "consult", "suggestion", "review", "extension"}


def test_a_case_whose_deadline_moved_without_an_entry_is_noticed(district: District) -> None:
    from dataclasses import replace

    from engine.rehearsal.acting import act
    from engine.rehearsal.scenario import WalkStep

    stage = Stage(district)
    act(stage, WalkStep(1, "citizen", "submits", {"kind": "complaint"}))
    assert stage.case is not None
    assert broken(district.application, [stage.case]) == []
    stand = stage.ask(StandingOf(stage.case))
    watch = Watch()
    assert watch.wrong_with(stand) == []
    moved = replace(stand.deadlines[0], due_at=None)
    wrong = watch.wrong_with(replace(stand, deadlines=[moved, *stand.deadlines[1:]]))
    assert wrong == [f"Expected the deadline {moved.deadline.name} of {stage.case} to move with an entry only."]
