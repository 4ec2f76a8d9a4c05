"""Whose task is it: taken, given back, given to someone."""

import pytest

from engine.actor import SYSTEM, Actor
from engine.application import Application
from engine.commands.assign_task import AssignTask
from engine.commands.claim_task import ClaimTask
from engine.commands.complete_task import CompleteTask
from engine.commands.create_account import CreateAccount
from engine.commands.release_task import ReleaseTask
from engine.errors import NotAllowed, NotFound, NotNow, Stale, Unusable
from engine.queries.task_page import TaskPage
from engine.queries.worklist import Worklist
from tests.commands.desk import ANNA, BERT, CARL, apply_for, deploy, offered, start


@pytest.fixture
def task(application: Application) -> str:
    deploy(application)
    start(application)
    return str(offered(application, ANNA)[0]["id"])


def test_a_taken_task_is_mine_and_offered_to_nobody(application: Application, task: str) -> None:
    assert application.execute(ClaimTask(task), ANNA) == {"id": task, "revision": 2, "assignee": "anna"}
    assert [row["id"] for row in application.ask(Worklist("mine"), ANNA)["items"]] == [task]
    assert offered(application, BERT) == []
    with pytest.raises(Stale, match="anna"):
        application.execute(ClaimTask(task), BERT)


def test_taking_twice_is_taking_once(application: Application, task: str) -> None:
    first = application.execute(ClaimTask(task), ANNA)
    assert application.execute(ClaimTask(task), ANNA) == first


def test_another_persons_task_cannot_be_completed(application: Application, task: str) -> None:
    application.execute(ClaimTask(task), ANNA)
    with pytest.raises(NotAllowed, match="anna has taken it"):
        application.execute(CompleteTask(task, 2, {"days": 1, "reason": "x"}), BERT)


def test_a_task_given_back_is_offered_again(application: Application, task: str) -> None:
    application.execute(ClaimTask(task), ANNA)
    application.execute(ReleaseTask(task), ANNA)
    assert [row["id"] for row in offered(application, BERT)] == [task]
    with pytest.raises(NotNow):
        application.execute(ReleaseTask(task), ANNA)


def test_the_unit_leader_assigns_within_the_unit_and_only_to_who_may_take_it(application: Application) -> None:
    for name, roles, unit in (("carl", ("unit_leader",), "U1"), ("dora", ("unit_leader",), "U2")):
        application.execute(CreateAccount(name, name, "correct horse battery", roles, unit), SYSTEM)
    deploy(application)
    start(application)
    apply_for(application)
    (task,) = offered(application, CARL)
    assert application.execute(AssignTask(task["id"], "carl"), CARL)["assignee"] == "carl"
    with pytest.raises(Unusable, match="unit U1"):
        application.execute(AssignTask(task["id"], "dora"), CARL)
    with pytest.raises(NotFound):
        application.execute(AssignTask(task["id"], "nobody"), CARL)
    assert application.ask(TaskPage(task["id"]), CARL)["assignee"] == "carl"


def test_who_leads_nothing_assigns_nothing(application: Application, task: str) -> None:
    with pytest.raises(NotAllowed):
        application.execute(AssignTask(task, "bert"), ANNA)
    assert application.execute(
        ClaimTask(task), Actor("anna", "安娜", frozenset({"handler"}), "U9")
    )  # offered to any unit
