"""A bundle is deployed whole, once per content, or refused with every problem."""

import pytest

from engine.application import Application
from engine.commands.deploy_bundle import DeployBundle
from engine.commands.start_instance import StartInstance
from engine.errors import DeploymentRefused, NotAllowed, NotFound, NotNow
from engine.queries.deployments import Deployment, Deployments, ExportBundle
from engine.queries.instance_view import InstanceView
from tests.commands.desk import ANNA, EDITH, apply_for, deploy, files, start


def test_the_same_content_again_is_no_new_version(application: Application) -> None:
    first, second = deploy(application), deploy(application)
    assert (first["version"], first["unchanged"]) == (1, False)
    assert (second["version"], second["unchanged"]) == (1, True)
    assert first["hash"] == second["hash"]


def test_what_is_exported_is_what_was_deployed(application: Application) -> None:
    deploy(application)
    exported = application.ask(ExportBundle("permit"), EDITH)
    assert exported == files()
    assert application.execute(DeployBundle("permit", exported), EDITH)["unchanged"]


def test_a_changed_form_is_a_new_version_and_running_instances_stay_on_theirs(application: Application) -> None:
    deploy(application)
    old = start(application, "P1")
    changed = files()["apply.form"].replace(b'"max": 30', b'"max": 3')
    assert deploy(application, **{"apply.form": changed})["version"] == 2
    apply_for(application, days=30)  # the old version still allows it
    new = start(application, "P2")
    versions = [application.ask(InstanceView(one), EDITH)["version"] for one in (old, new)]
    assert versions == [1, 2]
    listed = application.ask(Deployments(), EDITH)["items"]
    assert [(row["version"], row["status"]) for row in listed] == [(2, "in_force"), (1, "superseded")]


def test_every_problem_is_told_at_once_and_nothing_is_stored(application: Application) -> None:
    broken = {
        "permit.bpmn": files()["permit.bpmn"].replace(b'decision = "grant"', b"decision ="),
        "approve.form": b"{",
        "notes.txt": b"hello",
    }
    with pytest.raises(DeploymentRefused) as refused:
        deploy(application, **broken)
    assert {problem.file for problem in refused.value.problems} == {"permit.bpmn", "approve.form", "notes.txt"}
    with pytest.raises(NotFound):
        application.ask(Deployment("permit"), EDITH)


def test_a_process_of_another_bundle_is_refused(application: Application) -> None:
    deploy(application)
    with pytest.raises(DeploymentRefused) as refused:
        again = {name: content.replace(b"permit/a", b"other/a") for name, content in files().items()}
        application.execute(DeployBundle("other", again), EDITH)
    assert {problem.rule for problem in refused.value.problems} == {"process-id", "start-message"}


def test_only_designers_and_administrators_deploy(application: Application) -> None:
    with pytest.raises(NotAllowed):
        application.execute(DeployBundle("permit", files()), ANNA)


def test_a_process_that_is_not_deployed_cannot_be_started(application: Application) -> None:
    with pytest.raises(NotFound, match="Deploy the bundle"):
        application.execute(StartInstance("permit", "P1"), EDITH)


def test_an_ended_instance_cannot_be_moved(application: Application) -> None:
    from engine.commands.complete_task import CompleteTask
    from engine.commands.correct_facts import CorrectFacts
    from tests.commands.desk import CARL, offered

    deploy(application)
    instance = start(application)
    apply_for(application)
    (task,) = offered(application, CARL)
    application.execute(CompleteTask(task["id"], 1, {"decision": "refuse"}), CARL)
    with pytest.raises(NotNow, match="completed"):
        application.execute(CorrectFacts(instance, {"days": 1}, "typo"), EDITH)
