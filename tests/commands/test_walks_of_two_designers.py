"""Walks prove a version: two designers, or two windows of one, do not write over each other's unseen."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from engine.actor import Actor
from engine.application import Application
from engine.commands.approve_deployment import ApproveDeployment
from engine.commands.deploy_bundle import DeployBundle
from engine.commands.discard_draft import DiscardDraft
from engine.commands.publish_draft import PublishDraft
from engine.commands.rebase_draft import RebaseDraft
from engine.commands.save_draft import SaveDraft
from engine.commands.save_walk import SaveWalk
from engine.commands.start_draft import StartDraft
from engine.errors import NotNow, Stale, Unusable
from engine.queries.bundle_diff import BundleDiff
from engine.queries.deployments import Deployment, ExportBundle, ExportWalks
from engine.queries.draft_files import DraftFiles
from engine.queries.draft_walks import DraftWalks

LOOP = Path(__file__).parents[1] / "rehearsal" / "loop"
ANNA = Actor("anna", "Anna", frozenset({"designer"}))
BERT = Actor("bert", "Bert", frozenset({"designer"}))
WALK = b"walk: once\nsteps:\n  - start: again\n    key: A\n"
OF_ANNA, OF_BERT = WALK + b"# Anna's\n", WALK + b"# Bert's\n"


@pytest.fixture(autouse=True)
def _both_draw(application: Application) -> None:
    """Version 1 has a walk, once.yaml; Anna and Bert each have a draft of it."""
    files = {path.name: path.read_bytes() for path in LOOP.iterdir()}
    application.execute(DeployBundle("loop", files, {"once.yaml": WALK}), ANNA)
    for one in (ANNA, BERT):
        application.execute(StartDraft("loop"), one)


def draft_of(application: Application, who: Actor) -> dict[str, Any]:
    found: dict[str, Any] = application.ask(DraftFiles("loop"), who)
    return found


def walks(application: Application, who: Actor) -> dict[str, bytes]:
    found: dict[str, bytes] = application.ask(DraftWalks("loop"), who)["walks"]
    return found


def save(application: Application, who: Actor, content: bytes | None, name: str = "once.yaml") -> None:
    application.execute(SaveWalk("loop", name, content, draft_of(application, who)["revision"]), who)


def rename(application: Application, who: Actor, label: str) -> None:
    draft = draft_of(application, who)
    drawn = re.sub('name="[^"]*看"', f'name="{label}"', draft["files"]["loop.bpmn"].decode())
    application.execute(SaveDraft("loop", draft["revision"], {"loop.bpmn": drawn.encode()}), who)


def publish(application: Application, who: Actor) -> dict[str, Any]:
    act = PublishDraft("loop", draft_of(application, who)["revision"], "New.", "because")
    done: dict[str, Any] = application.execute(act, who)
    return done


def go_on(application: Application, who: Actor, *theirs: str) -> dict[str, Any]:
    moved: dict[str, Any] = application.execute(
        RebaseDraft("loop", draft_of(application, who)["revision"], theirs), who
    )
    return moved


def test_what_was_published_is_no_change_any_more_and_a_colleagues_walk_is_not_put_back(
    application: Application,
) -> None:
    save(application, ANNA, OF_ANNA)
    rename(application, ANNA, "看一看")
    publish(application, ANNA)
    assert draft_of(application, ANNA)["walks"] == []
    go_on(application, BERT)
    save(application, BERT, OF_BERT)
    save(application, BERT, WALK, "more.yaml")
    assert draft_of(application, BERT)["walks"] == ["more.yaml", "once.yaml"]
    publish(application, BERT)  # the same files: the walks of version 2 are put anew
    newer = draft_of(application, ANNA)["newer"]
    assert newer is None and walks(application, ANNA) == {"more.yaml": WALK, "once.yaml": OF_BERT}
    rename(application, BERT, "再看看")
    save(application, BERT, None, "more.yaml")
    publish(application, BERT)
    newer = draft_of(application, ANNA)["newer"]
    assert (newer["theirs"], newer["both"]) == (["loop.bpmn", "more.yaml"], [])
    go_on(application, ANNA)
    assert walks(application, ANNA) == {"once.yaml": OF_BERT}


@pytest.mark.parametrize("theirs", [[], ["once.yaml"]])
def test_a_walk_both_changed_is_chosen(application: Application, theirs: list[str]) -> None:
    save(application, ANNA, OF_ANNA)
    save(application, BERT, OF_BERT)
    rename(application, BERT, "看一看")
    publish(application, BERT)
    with pytest.raises(NotNow, match="version 2 came into force"):
        publish(application, ANNA)
    assert draft_of(application, ANNA)["newer"]["both"] == ["once.yaml"]
    moved = go_on(application, ANNA, *theirs)
    assert (moved["taken"], moved["kept"]) == (
        (["loop.bpmn", "once.yaml"], []) if theirs else (["loop.bpmn"], ["once.yaml"])
    )
    assert walks(application, ANNA)["once.yaml"] == (OF_BERT if theirs else OF_ANNA)
    assert draft_of(application, ANNA)["walks"] == ([] if theirs else ["once.yaml"])
    publish(application, ANNA)
    assert application.ask(ExportWalks("loop"), ANNA)["once.yaml"] == (OF_BERT if theirs else OF_ANNA)


def test_walks_put_into_a_version_anew_are_not_written_over_unseen(application: Application) -> None:
    save(application, ANNA, OF_ANNA)
    application.execute(DeployBundle("loop", application.ask(ExportBundle("loop"), BERT), {"once.yaml": OF_BERT}), BERT)
    newer = draft_of(application, ANNA)["newer"]
    assert (newer["version"], newer["theirs"], newer["both"]) == (1, [], ["once.yaml"])
    with pytest.raises(NotNow, match=r"somebody put others there since: once\.yaml"):
        publish(application, ANNA)
    go_on(application, ANNA)
    publish(application, ANNA)
    assert application.ask(ExportWalks("loop"), ANNA) == {"once.yaml": OF_ANNA}


def test_two_windows_save_different_walks_and_the_same_one_is_stale(application: Application) -> None:
    seen = draft_of(application, ANNA)["revision"]
    saved = application.execute(SaveWalk("loop", "once.yaml", OF_ANNA, seen), ANNA)
    assert saved == {"bundle": "loop", "walks": 1, "revision": seen + 1}
    application.execute(SaveWalk("loop", "more.yaml", WALK, seen), ANNA)
    for content in (WALK, None):
        with pytest.raises(Stale, match=r"once\.yaml as you saw it"):
            application.execute(SaveWalk("loop", "once.yaml", content, seen), ANNA)
    with pytest.raises(Unusable, match="name that is free"):
        application.execute(SaveWalk("loop", "once.yaml", WALK), ANNA)
    with pytest.raises(Stale):
        application.execute(DiscardDraft("loop", seen), ANNA)
    assert walks(application, ANNA) == {"more.yaml": WALK, "once.yaml": OF_ANNA}


def test_four_eyes_are_two_for_walks_as_well(application: Application) -> None:
    application.settings = replace(application.settings, approval_required=True)
    save(application, ANNA, OF_ANNA)
    before = application.ask(ExportWalks("loop"), BERT)
    with pytest.raises(NotNow, match="walks come into force with the next version"):
        publish(application, ANNA)
    assert application.ask(ExportWalks("loop"), BERT) == before
    assert draft_of(application, ANNA)["walks"] == ["once.yaml"]


def test_four_eyes_level_the_walks_once_they_approve(application: Application) -> None:
    application.settings = replace(application.settings, approval_required=True)
    save(application, ANNA, OF_ANNA)
    rename(application, ANNA, "看一看")
    assert publish(application, ANNA)["status"] == "proposed"
    assert draft_of(application, ANNA)["walks"] == ["once.yaml"]
    save(application, ANNA, WALK, "more.yaml")
    application.execute(ApproveDeployment("loop", 2), BERT)
    draft = draft_of(application, ANNA)
    assert (draft["base"], draft["walks"], draft["newer"]) == (2, ["more.yaml"], None)


def test_changed_walks_are_told_of_a_version_and_compared(application: Application) -> None:
    save(application, ANNA, OF_ANNA)
    save(application, ANNA, WALK, "more.yaml")
    found = application.ask(BundleDiff("loop", 1, None), ANNA)["walks"]
    assert found == [
        {"change": "added", "name": "more.yaml", "lines": [f"+{line}" for line in WALK.decode().splitlines()]},
        {"change": "changed", "name": "once.yaml", "lines": ["   - start: again", "     key: A", "+# Anna's"]},
    ]
    rename(application, ANNA, "看一看")
    publish(application, ANNA)
    told = application.ask(Deployment("loop", 2), BERT)["walks"]
    assert told == {"added": ["more.yaml"], "removed": [], "changed": ["once.yaml"]}
