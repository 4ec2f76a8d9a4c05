"""Designers keep drafts: one each per bundle, never overwritten unseen, never hostile, sound or not."""

import pytest

from engine.actor import Actor
from engine.application import Application
from engine.commands.discard_draft import DiscardDraft
from engine.commands.rebase_draft import RebaseDraft
from engine.commands.save_draft import SaveDraft
from engine.commands.start_draft import StartDraft
from engine.errors import DeploymentRefused, NotAllowed, NotFound, NotNow, Stale, Unusable
from engine.queries.draft_files import DraftFiles, DraftProblems
from engine.queries.drafts_of_bundle import DraftsOfBundle
from engine.runtime import Source, check_bundle
from tests.commands.desk import ANNA, EDITH, deploy, files

FRIEDA = Actor("frieda", "弗里达", frozenset({"designer"}))
BETTER = files()["permit.bpmn"].replace(b"<definitions ", b"<definitions exporter='drawn' ", 1)
BOMB = b'<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><d>&b;</d>'


NOTE = '<textAnnotation id="long"><text>{}</text></textAnnotation>'


@pytest.fixture
def drawn(application: Application) -> Application:
    """Version 1 of the permit is in force, and Edith has a draft of it."""
    deploy(application)
    application.execute(StartDraft("permit"), EDITH)
    return application


def save(application: Application, revision: int, by: Actor = EDITH, **changed: bytes | None) -> int:
    named = {name.replace("__", "."): content for name, content in changed.items()}
    answer: int = application.execute(SaveDraft("permit", revision, named), by)["revision"]
    return answer


def test_a_draft_starts_with_the_files_in_force_and_keeps_what_is_saved(drawn: Application) -> None:
    draft = drawn.ask(DraftFiles("permit"), EDITH)
    assert (draft["base"], draft["revision"], draft["files"], draft["changed"]) == (1, 1, files(), [])
    assert save(drawn, 1, permit__bpmn=BETTER, approve__form=None) == 2
    draft = drawn.ask(DraftFiles("permit"), EDITH)
    assert draft["files"] == {"apply.form": files()["apply.form"], "permit.bpmn": BETTER}
    assert draft["changed"] == ["approve.form", "permit.bpmn"]


def test_an_unsound_draft_is_kept_and_its_problems_are_told(drawn: Application) -> None:
    sound = drawn.ask(DraftProblems("permit"), EDITH)
    assert [one["severity"] for one in sound] == ["warning", "warning"]  # two tasks of handlers name no unit
    save(drawn, 1, apply__form=None)
    (problem,) = [one for one in drawn.ask(DraftProblems("permit"), EDITH) if one not in sound]
    assert (problem["file"], problem["element"], problem["severity"]) == ("permit.bpmn", "apply", "error")


@pytest.mark.parametrize("name", ["permit.bpmn", "limits.dmn", "apply.form"])
def test_hostile_or_broken_files_are_not_even_kept(drawn: Application, name: str) -> None:
    for content in (BOMB, b"", b"<a>", b"\x00\xff"):
        with pytest.raises(DeploymentRefused) as refused:
            drawn.execute(SaveDraft("permit", 1, {name: content}), EDITH)
        assert [problem.file for problem in refused.value.problems] == [name]
    assert drawn.ask(DraftFiles("permit"), EDITH)["changed"] == []


@pytest.mark.parametrize("place", ['<task id="long" name="{}"/>', '<lane id="long" name="{}"/>', NOTE])
def test_a_text_that_no_browser_draws_in_time_is_neither_kept_nor_deployed(drawn: Application, place: str) -> None:
    permit = files()["permit.bpmn"].decode()
    drawable, long = (
        permit.replace("</process>", place.format("字" * length) + "</process>", 1).encode()
        for length in (5_000, 60_000)
    )
    save(drawn, 1, permit__bpmn=drawable)
    with pytest.raises(DeploymentRefused) as refused:
        save(drawn, 2, permit__bpmn=long)
    told = check_bundle("permit", [Source("permit.bpmn", long)], operations={})
    for problems in (refused.value.problems, told):
        (problem,) = [one for one in problems if one.rule == "sizes"]
        assert problem.element == "long" and "in the label of long, found 60000. Shorten it." in problem.message


@pytest.mark.parametrize("name", ["../permit.bpmn", "permit.xml", "", "a b.form", "x" * 101 + ".dmn", "<i>.form"])
def test_a_file_has_a_plain_name(drawn: Application, name: str) -> None:
    with pytest.raises(Unusable, match="file name"):
        drawn.execute(SaveDraft("permit", 1, {name: b"{}"}), EDITH)


def test_a_draft_is_bounded(drawn: Application) -> None:
    with pytest.raises(Unusable, match="200 files"):
        drawn.execute(SaveDraft("permit", 1, {f"f{number}.form": b"{}" for number in range(201)}), EDITH)
    large = b'<d xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">' + b" " * 4_900_000 + b"</d>"
    with pytest.raises(Unusable, match="20 MB"):
        drawn.execute(SaveDraft("permit", 1, {f"f{number}.dmn": large for number in range(5)}), EDITH)


def test_two_windows_save_different_files_and_the_same_one_is_stale(drawn: Application) -> None:
    assert save(drawn, 1, permit__bpmn=BETTER) == 2
    assert save(drawn, 1, apply__form=b"{}") == 3
    with pytest.raises(Stale, match=r"permit\.bpmn") as stale:
        save(drawn, 1, permit__bpmn=files()["permit.bpmn"])
    assert (stale.value.revision, stale.value.fresh["changed"]) == (3, ["apply.form", "permit.bpmn"])
    with pytest.raises(Stale):
        save(drawn, 9, approve__form=b"{}")
    assert save(drawn, 3, permit__bpmn=files()["permit.bpmn"]) == 4


def test_a_removal_elsewhere_is_seen_too(drawn: Application) -> None:
    save(drawn, 1, apply__form=None)
    with pytest.raises(Stale, match=r"apply\.form"):
        save(drawn, 1, apply__form=b"{}")


def test_one_draft_per_designer_and_bundle(drawn: Application) -> None:
    with pytest.raises(NotNow, match="Continue or discard"):
        drawn.execute(StartDraft("permit"), EDITH)
    drawn.execute(StartDraft("permit", 1), FRIEDA)
    save(drawn, 1, FRIEDA, permit__bpmn=BETTER)
    rows = drawn.ask(DraftsOfBundle("permit"), EDITH)
    assert {(row["designer"], row["revision"], row["mine"]) for row in rows} == {
        ("edith", 1, True),
        ("frieda", 2, False),
    }
    assert drawn.ask(DraftFiles("permit", "frieda"), EDITH)["files"]["permit.bpmn"] == BETTER
    assert drawn.ask(DraftFiles("permit"), EDITH)["files"] == files()


def test_a_new_bundle_begins_empty_under_a_free_name(drawn: Application) -> None:
    drawn.execute(StartDraft("fresh", new=True), EDITH)
    assert drawn.ask(DraftFiles("fresh"), EDITH)["files"] == {}
    assert drawn.ask(DraftProblems("fresh"), EDITH)[0]["rule"] == "empty"
    for taken in ("permit", "no way", ""):
        with pytest.raises((Unusable, NotNow)):
            drawn.execute(StartDraft(taken, new=True), EDITH)
    for unknown in (StartDraft("nowhere"), StartDraft("permit", 7)):
        with pytest.raises(NotFound):
            drawn.execute(unknown, FRIEDA)


def test_discarding_throws_away_only_what_was_seen(drawn: Application) -> None:
    save(drawn, 1, permit__bpmn=BETTER)
    with pytest.raises(Stale):
        drawn.execute(DiscardDraft("permit", 1), EDITH)
    drawn.execute(DiscardDraft("permit", 2), EDITH)
    with pytest.raises(NotFound, match="Start one"):
        drawn.ask(DraftFiles("permit"), EDITH)
    assert drawn.execute(StartDraft("permit"), EDITH)["revision"] == 1


def test_the_second_designer_sees_what_the_first_deployed_and_chooses(drawn: Application) -> None:
    form = files()["apply.form"].replace(b'"id"', b' "id"', 1)
    save(drawn, 1, permit__bpmn=BETTER, approve__form=form)
    theirs = files()["permit.bpmn"] + b"<!-- theirs -->"
    deploy(drawn, **{"permit.bpmn": theirs, "apply.form": form})
    newer = drawn.ask(DraftFiles("permit"), EDITH)["newer"]
    assert newer == {"version": 2, "by": "edith", "theirs": ["apply.form"], "both": ["permit.bpmn"]}
    with pytest.raises(Unusable, match="both changed"):
        drawn.execute(RebaseDraft("permit", 2, ["approve.form"]), EDITH)
    with pytest.raises(Stale):
        drawn.execute(RebaseDraft("permit", 1), EDITH)
    moved = drawn.execute(RebaseDraft("permit", 2, ["permit.bpmn"]), EDITH)
    assert (moved["base"], moved["taken"], moved["kept"]) == (2, ["apply.form", "permit.bpmn"], [])
    draft = drawn.ask(DraftFiles("permit"), EDITH)
    assert (draft["newer"], draft["changed"], draft["files"]["permit.bpmn"]) == (None, ["approve.form"], theirs)
    with pytest.raises(NotNow, match="newer"):
        drawn.execute(RebaseDraft("permit", 3), EDITH)


def test_keeping_ones_own_file_takes_only_what_one_did_not_touch(drawn: Application) -> None:
    save(drawn, 1, permit__bpmn=BETTER)
    deploy(drawn, **{"permit.bpmn": files()["permit.bpmn"] + b"<!-- theirs -->"})
    moved = drawn.execute(RebaseDraft("permit", 2), EDITH)
    assert (moved["taken"], moved["kept"]) == ([], ["permit.bpmn"])
    assert drawn.ask(DraftFiles("permit"), EDITH)["files"]["permit.bpmn"] == BETTER


def test_only_designers_see_or_touch_drafts(drawn: Application) -> None:
    for act in (StartDraft("permit"), SaveDraft("permit", 1, {}), DiscardDraft("permit", 1), RebaseDraft("permit", 1)):
        with pytest.raises(NotAllowed):
            drawn.execute(act, ANNA)
    for question in (DraftFiles("permit", "edith"), DraftProblems("permit"), DraftsOfBundle()):
        with pytest.raises(NotAllowed):
            drawn.ask(question, ANNA)
