"""A draft becomes a version: proved by its walks or with a reason, seen by a second person where asked."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from engine.actor import SYSTEM, Actor
from engine.application import Application
from engine.commands.approve_deployment import ApproveDeployment, RejectDeployment
from engine.commands.begin_trial import BeginTrial, NoteTrial
from engine.commands.create_account import CreateAccount
from engine.commands.deploy_bundle import DeployBundle
from engine.commands.link_accounts import LinkAccounts
from engine.commands.publish_draft import PublishDraft
from engine.commands.rebase_draft import RebaseDraft
from engine.commands.save_draft import SaveDraft
from engine.commands.save_walk import SaveWalk
from engine.commands.start_draft import StartDraft
from engine.errors import NotAllowed, NotNow, Refusal, Stale, Unusable
from engine.operations.tidy import tidied
from engine.persistence.trials import DONE, WALKS
from engine.queries.deployments import Deployment, Deployments, ExportBundle, ExportWalks
from engine.queries.draft_files import DraftFiles
from engine.queries.draft_walks import DraftWalks

LOOP = Path(__file__).parents[1] / "rehearsal" / "loop"
ANNA = Actor("anna", "Anna", frozenset({"designer"}))
BERT = Actor("bert", "Bert", frozenset({"designer"}))
CARL = Actor("carl", "Carl", frozenset({"handler"}))
WALK = b"walk: once\nsteps:\n  - start: again\n    key: A\n"


@pytest.fixture
def drafted(application: Application) -> Callable[..., int]:
    """Anna has a draft with a change in it; answers its revision."""
    files = {path.name: path.read_bytes() for path in LOOP.iterdir()}
    application.execute(DeployBundle("loop", files), ANNA)
    application.execute(StartDraft("loop"), ANNA)

    def change(name: str = "看一看") -> int:
        seen = application.ask(DraftFiles("loop"), ANNA)
        changed = files["loop.bpmn"].replace('name="看"'.encode(), f'name="{name}"'.encode())
        saved = application.execute(SaveDraft("loop", seen["revision"], {"loop.bpmn": changed}), ANNA)
        return int(saved["revision"])

    return change


def walks_showed(application: Application, covered: int, flows: int, failed: int = 0, *some: str) -> None:
    read = application.ask(DraftWalks("loop"), ANNA)["hash"]
    made = application.execute(BeginTrial(WALKS, "loop", read, 1, {"walks": some} if some else {}), ANNA)
    found = {"covered": covered, "flows": flows, "failed": failed, "untaken": []}
    application.execute(NoteTrial(made["id"], [{"name": "once.yaml", "good": not failed}], DONE, found), ANNA)


def in_force(application: Application) -> int:
    return int(application.ask(Deployment("loop"), ANNA)["version"])


def test_what_its_walks_prove_is_published_and_in_force(application: Application, drafted: Callable[..., int]) -> None:
    drafted()
    revision = application.execute(SaveWalk("loop", "once.yaml", WALK), ANNA)["revision"]
    walks_showed(application, 8, 8)
    done = application.execute(PublishDraft("loop", revision, "A better label."), ANNA)
    assert (done["version"], done["status"], done["unchanged"]) == (2, "in_force", False)
    assert in_force(application) == 2
    assert application.ask(ExportWalks("loop"), ANNA) == {"once.yaml": WALK}
    draft = application.ask(DraftFiles("loop"), ANNA)
    assert draft["base"] == 2 and draft["changed"] == [] and draft["newer"] is None
    line = application.ask(Deployments(), ANNA)["items"][0]
    assert line["note"] == "A better label." and line["waiver"] is None


def test_without_proof_it_is_refused_unless_a_reason_is_given(
    application: Application, drafted: Callable[..., int]
) -> None:
    revision = drafted()
    publish = PublishDraft("loop", revision, "New.")
    with pytest.raises(NotNow, match="walks of this draft to have been run"):
        application.execute(publish, ANNA)
    walks_showed(application, 7, 8)
    with pytest.raises(NotNow, match="7 of 8"):
        application.execute(publish, ANNA)
    walks_showed(application, 8, 8, failed=1)
    with pytest.raises(NotNow, match="1 do not"):
        application.execute(publish, ANNA)
    assert in_force(application) == 1
    application.execute(replace(publish, waiver="Urgent; walks follow."), ANNA)
    assert application.ask(Deployment("loop"), ANNA)["waiver"] == "Urgent; walks follow."


def test_some_of_the_walks_are_no_proof_and_take_none_away(
    application: Application, drafted: Callable[..., int]
) -> None:
    drafted()
    for name in ("once.yaml", "twice.yaml"):
        revision = application.execute(SaveWalk("loop", name, WALK), ANNA)["revision"]
    walks_showed(application, 8, 8, 0, "once.yaml")
    with pytest.raises(NotNow, match="every walk to have been run, but 1 were"):
        application.execute(PublishDraft("loop", revision, "New."), ANNA)
    walks_showed(application, 8, 8)
    walks_showed(application, 3, 8, 0, "once.yaml")
    assert application.execute(PublishDraft("loop", revision, "New."), ANNA)["status"] == "in_force"


def test_proof_holds_only_for_what_was_walked(application: Application, drafted: Callable[..., int]) -> None:
    drafted()
    walks_showed(application, 8, 8)
    assert application.ask(DraftWalks("loop"), ANNA)["is_level"]
    revision = drafted("再看看")
    assert not application.ask(DraftWalks("loop"), ANNA)["is_level"]
    with pytest.raises(NotNow, match="Run them"):
        application.execute(PublishDraft("loop", revision, "New."), ANNA)


def test_a_draft_saved_while_its_walks_are_being_read_is_not_proved_by_them(
    application: Application, drafted: Callable[..., int]
) -> None:
    drafted()
    read = application.ask(DraftWalks("loop"), ANNA)["hash"]
    revision = drafted("再看看")
    made = application.execute(BeginTrial(WALKS, "loop", read, 1), ANNA)
    found = {"covered": 8, "flows": 8, "failed": 0, "untaken": []}
    application.execute(NoteTrial(made["id"], [], DONE, found), ANNA)
    with pytest.raises(NotNow, match="Run them"):
        application.execute(PublishDraft("loop", revision, "New."), ANNA)


def test_a_draft_that_is_not_what_was_seen_or_not_the_newest_is_refused(
    application: Application, drafted: Callable[..., int]
) -> None:
    revision = drafted()
    with pytest.raises(Stale):
        application.execute(PublishDraft("loop", revision - 1, "New.", "because"), ANNA)
    with pytest.raises(Unusable, match="note on what is new"):
        application.execute(PublishDraft("loop", revision, "  ", "because"), ANNA)
    files = application.ask(ExportBundle("loop"), ANNA)
    other = {**files, "loop.bpmn": files["loop.bpmn"].replace("反复".encode(), "重复".encode())}
    application.execute(DeployBundle("loop", other), BERT)
    with pytest.raises(NotNow, match="version 2 came into force since"):
        application.execute(PublishDraft("loop", revision, "New.", "because"), ANNA)


def test_four_eyes_where_the_district_asks_for_them(application: Application, drafted: Callable[..., int]) -> None:
    revision = drafted()
    application.settings = replace(application.settings, approval_required=True)
    done = application.execute(PublishDraft("loop", revision, "New.", "because"), ANNA)
    assert done["status"] == "proposed" and in_force(application) == 1
    with pytest.raises(NotAllowed, match="second person"):
        application.execute(ApproveDeployment("loop", 2), ANNA)
    with pytest.raises(NotAllowed):
        application.execute(ApproveDeployment("loop", 2), CARL)
    application.execute(ApproveDeployment("loop", 2), BERT)
    assert in_force(application) == 2
    draft = application.ask(DraftFiles("loop"), ANNA)
    assert (draft["base"], draft["newer"], draft["changed"]) == (2, None, [])  # what she proposed is no news to her
    assert application.ask(Deployment("loop", 2), ANNA)["decided_by"] == "bert"
    with pytest.raises(NotNow, match="it was approved"):
        application.execute(RejectDeployment("loop", 2, "no"), BERT)


def test_what_is_said_anew_of_a_version_that_waits_is_what_the_approver_reads(
    application: Application, drafted: Callable[..., int]
) -> None:
    revision = drafted()
    application.settings = replace(application.settings, approval_required=True)
    application.execute(PublishDraft("loop", revision, "New.", "because"), ANNA)
    walks_showed(application, 8, 8)
    done = application.execute(PublishDraft("loop", revision + 1, "A better label for looking."), ANNA)
    assert (done["version"], done["status"], done["unchanged"]) == (2, "proposed", True)
    told = application.ask(Deployment("loop", 2), BERT)
    assert (told["note"], told["waiver"], told["proof"]["walks"]["covered"]) == ("A better label for looking.", None, 8)
    application.execute(DeployBundle("loop", application.ask(ExportBundle("loop", 2), BERT), None, "Bert's."), BERT)
    assert application.ask(Deployment("loop", 2), BERT)["note"] == "A better label for looking."


def test_a_second_account_is_no_second_person(application: Application, drafted: Callable[..., int]) -> None:
    for name in ("anna", "anna2"):
        application.execute(CreateAccount(name, name.title(), "a long password, twice", ("designer",), None), SYSTEM)
    application.execute(LinkAccounts(("anna", "anna2")), SYSTEM)
    application.settings = replace(application.settings, approval_required=True)
    application.execute(PublishDraft("loop", drafted(), "New.", "because"), ANNA)
    again = Actor("anna2", "Anna2", frozenset({"designer"}))
    assert application.ask(Deployment("loop", 2), again)["mine"]
    with pytest.raises(NotAllowed, match="second person"):
        application.execute(ApproveDeployment("loop", 2), again)
    assert not application.ask(Deployment("loop", 2), BERT)["mine"]
    application.execute(ApproveDeployment("loop", 2), BERT)


def test_a_version_proposed_before_another_came_into_force_does_not_overwrite_it(
    application: Application, drafted: Callable[..., int]
) -> None:
    """Two designers change version 1, each something else; both propose before either is approved."""
    revision = drafted()
    application.execute(StartDraft("loop"), BERT)
    theirs = application.ask(DraftFiles("loop"), BERT)
    drawn = theirs["files"]["loop.bpmn"].replace("看完了".encode(), "都看完了".encode())
    saved = application.execute(SaveDraft("loop", theirs["revision"], {"loop.bpmn": drawn}), BERT)["revision"]
    application.settings = replace(application.settings, approval_required=True)
    application.execute(PublishDraft("loop", revision, "New.", "because"), ANNA)
    application.execute(PublishDraft("loop", saved, "Another end.", "because"), BERT)
    application.execute(ApproveDeployment("loop", 2), BERT)
    with pytest.raises(NotNow, match="version 2 came into force since version 3 was proposed"):
        application.execute(ApproveDeployment("loop", 3), ANNA)
    assert in_force(application) == 2
    application.execute(RejectDeployment("loop", 3, "Take over version 2."), ANNA)
    again = application.ask(DraftFiles("loop"), BERT)
    rebased = application.execute(RebaseDraft("loop", again["revision"], theirs=["loop.bpmn"]), BERT)
    merged = application.ask(DraftFiles("loop"), BERT)["files"]["loop.bpmn"].replace(
        b'"seen" name="', b'"seen" name="x'
    )
    saved = application.execute(SaveDraft("loop", rebased["revision"], {"loop.bpmn": merged}), BERT)["revision"]
    proposed = application.execute(PublishDraft("loop", saved, "Both.", "because"), BERT)
    application.execute(ApproveDeployment("loop", proposed["version"]), ANNA)
    assert in_force(application) == 4


def published(application: Application, content: bytes) -> dict[str, Any]:
    """What Bert makes of the diagram, by the command line."""
    files = application.ask(ExportBundle("loop"), BERT) | {"loop.bpmn": content}
    answer: dict[str, Any] = application.execute(DeployBundle("loop", files), BERT)
    return answer


def test_a_draft_begun_from_an_earlier_version_is_published_as_a_change_back(application: Application) -> None:
    files = {path.name: path.read_bytes() for path in LOOP.iterdir()}
    first = files["loop.bpmn"]
    application.execute(DeployBundle("loop", files, {"once.yaml": WALK}), ANNA)
    published(application, first.replace("反复".encode(), "重复".encode()))
    application.execute(DeployBundle("loop", application.ask(ExportBundle("loop"), BERT), {"other.yaml": WALK}), BERT)
    started = application.execute(StartDraft("loop", 1), ANNA)
    draft = application.ask(DraftFiles("loop"), ANNA)
    assert (started["base"], draft["changed"], draft["newer"]) == (2, ["loop.bpmn"], None)
    assert application.ask(DraftWalks("loop"), ANNA)["walks"] == {"once.yaml": WALK}
    done = application.execute(PublishDraft("loop", draft["revision"], "Back.", "because"), ANNA)
    assert (done["version"], done["status"]) == (3, "in_force")
    assert application.ask(ExportBundle("loop"), ANNA)["loop.bpmn"] == tidied("loop.bpmn", first)
    assert application.ask(ExportWalks("loop"), ANNA) == {"once.yaml": WALK}


def test_what_somebody_publishes_while_one_goes_back_is_chosen_file_by_file(application: Application) -> None:
    files = {path.name: path.read_bytes() for path in LOOP.iterdir()}
    first = files["loop.bpmn"]
    application.execute(DeployBundle("loop", files), ANNA)
    published(application, first.replace("反复".encode(), "重复".encode()))
    application.execute(StartDraft("loop", 1), ANNA)
    published(application, first.replace("反复".encode(), "再三".encode()))
    newer = application.ask(DraftFiles("loop"), ANNA)["newer"]
    assert (newer["version"], newer["theirs"], newer["both"]) == (3, [], ["loop.bpmn"])
    assert application.execute(RebaseDraft("loop", 1), ANNA)["kept"] == ["loop.bpmn"]
    application.execute(PublishDraft("loop", 2, "Back.", "because"), ANNA)
    assert application.ask(ExportBundle("loop"), ANNA)["loop.bpmn"] == tidied("loop.bpmn", first)


def test_a_rejected_version_is_mended_in_a_draft_begun_from_it(
    application: Application, drafted: Callable[..., int]
) -> None:
    revision = drafted()
    application.settings = replace(application.settings, approval_required=True)
    application.execute(PublishDraft("loop", revision, "New.", "because"), ANNA)
    application.execute(RejectDeployment("loop", 2, "Not so."), BERT)
    assert application.execute(StartDraft("loop", 2), BERT)["base"] == 1
    draft = application.ask(DraftFiles("loop"), BERT)
    assert (draft["changed"], draft["newer"]) == (["loop.bpmn"], None)
    done = application.execute(PublishDraft("loop", draft["revision"], "Mended.", "because"), BERT)
    assert (done["version"], done["status"]) == (3, "proposed")


def test_a_rejected_version_never_comes_into_force(application: Application, drafted: Callable[..., int]) -> None:
    revision = drafted()
    application.settings = replace(application.settings, approval_required=True)
    application.execute(PublishDraft("loop", revision, "New.", "because"), ANNA)
    with pytest.raises(Unusable, match="why the version is rejected"):
        application.execute(RejectDeployment("loop", 2, " "), BERT)
    application.execute(RejectDeployment("loop", 2, "the label misleads"), BERT)
    assert in_force(application) == 1
    with pytest.raises(NotNow):
        application.execute(ApproveDeployment("loop", 2), BERT)
    line = application.ask(Deployment("loop", 2), ANNA)
    assert (line["status"], line["decision"]) == ("rejected", "the label misleads")


def test_the_command_line_asks_nobody(application: Application, drafted: Callable[..., int]) -> None:
    drafted()
    application.settings = replace(application.settings, approval_required=True)
    files = application.ask(DraftFiles("loop"), ANNA)["files"]
    operator = Actor("operator", "命令行", frozenset({"designer"}), kind="system")
    assert application.execute(DeployBundle("loop", files), operator)["status"] == "in_force"


def test_every_shipped_file_is_written_in_the_one_way(drafted: Callable[..., int]) -> None:
    root = Path(__file__).parents[2]
    paths = [*root.glob("processes/*/*mn"), *root.glob("forms/*/*.form")]
    assert [path.name for path in paths if tidied(path.name, path.read_bytes()) != path.read_bytes()] == []
    assert len(paths) > 30


def test_a_walk_is_kept_under_a_plain_name_only(application: Application, drafted: Callable[..., int]) -> None:
    drafted()
    for name in ("../x.yaml", "x.txt", "", "a b.yaml"):
        with pytest.raises(Refusal, match="file name"):
            application.execute(SaveWalk("loop", name, WALK), ANNA)
    with pytest.raises(Unusable, match="at most 256 kB"):
        application.execute(SaveWalk("loop", "x.yaml", b"x" * 300_000), ANNA)
    saved = application.execute(SaveWalk("loop", "x.yaml", WALK), ANNA)
    application.execute(SaveWalk("loop", "x.yaml", None, saved["revision"]), ANNA)
    assert application.ask(DraftWalks("loop"), ANNA)["walks"] == {}
