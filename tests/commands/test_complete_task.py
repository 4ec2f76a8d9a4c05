"""A person completes a task: form, role, unit, revision, and what the next people see."""

import threading
from typing import Any

import pytest

from engine.application import Application
from engine.commands.claim_task import ClaimTask
from engine.commands.complete_task import CompleteTask
from engine.errors import FormRejected, NotAllowed, NotFound, Refusal, Stale
from engine.queries.journal_of import JournalOf
from engine.queries.task_page import TaskPage
from tests.commands.desk import ANNA, BERT, CARL, DORA, apply_for, deploy, offered, start


@pytest.fixture(autouse=True)
def _deployed(application: Application) -> None:
    deploy(application)


def test_the_next_person_finds_the_task_with_its_due_time(application: Application) -> None:
    start(application)
    assert apply_for(application)["status"] == "running"
    (task,) = offered(application, CARL)
    assert (task["element"], task["name"], task["case"], task["unit"]) == ("approve", "审批", "P1", "U1")
    assert task["due_at"] == "2026-03-02T05:00:00+00:00"
    assert application.ask(TaskPage(task["id"]), CARL)["data"] == {"days": 3}
    assert offered(application, DORA) == []


def test_the_last_completion_ends_the_instance(application: Application) -> None:
    start(application)
    apply_for(application)
    (task,) = offered(application, CARL)
    answer = application.execute(CompleteTask(task["id"], task["revision"], {"decision": "grant"}), CARL)
    assert answer["status"] == "completed"
    last = application.ask(JournalOf("P1"), CARL)["items"][-1]
    assert (last["kind"], last["element"], last["actor"]) == ("complete", "approve", "carl")
    assert [element for element, *_ in last["passed"]] == ["approve", "approved", "granted"]
    assert "approved_granted" in last["flows"]


def test_a_wrong_submission_names_every_field_and_leaves_the_task_open(application: Application) -> None:
    start(application)
    (task,) = offered(application, ANNA)
    with pytest.raises(FormRejected) as refused:
        application.execute(CompleteTask(task["id"], 1, {"days": 99, "nonsense": 1}), ANNA)
    assert set(refused.value.fields) == {"days", "reason", "nonsense"}
    assert offered(application, ANNA) == [task]


def test_the_one_who_applied_may_not_approve(application: Application) -> None:
    start(application)
    apply_for(application, by=BERT)
    assert offered(application, BERT) == []
    (task,) = offered(application, CARL)
    with pytest.raises(NotAllowed, match="took part"):
        application.execute(CompleteTask(task["id"], 1, {"decision": "grant"}), BERT)


def test_a_task_of_another_unit_looks_as_if_it_were_not_there(application: Application) -> None:
    start(application)
    apply_for(application)
    (task,) = offered(application, CARL)
    with pytest.raises(NotFound):
        application.execute(CompleteTask(task["id"], 1, {"decision": "grant"}), DORA)
    with pytest.raises(NotFound):
        application.ask(TaskPage(task["id"]), DORA)


def test_a_task_claimed_meanwhile_is_stale_and_comes_with_its_present_state(application: Application) -> None:
    start(application)
    (task,) = offered(application, BERT)
    application.execute(ClaimTask(task["id"]), BERT)
    with pytest.raises(Stale) as stale:
        application.execute(CompleteTask(task["id"], task["revision"], {"days": 1, "reason": "x"}), BERT)
    assert stale.value.revision == 2
    assert stale.value.fresh["assignee"] == "bert"


def test_of_two_completions_at_once_one_is_told_that_the_other_was_first(application: Application) -> None:
    start(application)
    (task,) = offered(application, ANNA)
    said: list[str] = []

    def complete(by: Any) -> None:
        try:
            application.execute(CompleteTask(task["id"], 1, {"days": 1, "reason": "x"}), by)
            said.append("done")
        except Refusal as refusal:
            said.append(type(refusal).__name__)

    threads = [threading.Thread(target=complete, args=(by,)) for by in (ANNA, BERT)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["Stale", "done"]
    kinds = [entry["kind"] for entry in application.ask(JournalOf("P1"), CARL)["items"]]
    assert kinds.count("complete") == 1
