from datetime import UTC, datetime, timedelta

import pytest

from engine.errors import NotNow
from tests.runtime.diagram import drawn

DUE = "2026-11-24T17:00:00"


def started(**facts):
    desk = drawn("user_task", operations={"note": lambda text, by: {}})
    return desk, desk.start(**{"lead_unit": "U1", "handler": None, "handlers": ["bob"], "sign_due": DUE, **facts})


def test_unit_assignee_excluded_people_and_due_time_are_settled_when_it_opens():
    _, case = started()
    task = case.last.user_tasks[0]
    assert (task.element, task.unit, task.assignee, task.not_by, task.role) == ("sign", "U1", None, ["bob"], "handler")
    assert (task.name, task.name_en, task.form, task.deadline) == ("sign", "Sign", "p/sign", "sign")
    assert task.due_at == datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def test_only_declared_fields_become_facts_and_the_whole_submission_is_readable_until_the_next_rest():
    desk, case = started()
    case.do("sign", by="ann", decision="sign", reason="free text nobody needs later")
    assert desk.calls == [("note", {"text": "free text nobody needs later", "by": "ann"})]
    assert case.facts["decision"] == "sign"
    assert "reason" not in case.facts and "submission" not in case.facts
    assert b"free text" not in case.blob


def test_without_a_list_of_facts_every_field_becomes_one():
    _, case = started()
    case.do("sign", decision="sign").do("handle", outcome="resolved", actions=["a", {"b": 1}])
    assert case.status == "completed"
    assert case.facts["outcome"] == "resolved" and case.facts["actions"] == ["a", {"b": 1}]


def test_a_completed_task_cannot_be_completed_again():
    _, case = started()
    before = case.last.user_tasks[0].id
    case.do("sign", decision="sign")
    blob = case.blob
    with pytest.raises(NotNow, match="completed or withdrawn"):
        case.instance().complete(before, {}, "ann")
    assert case.instance().dump() == blob


def test_its_due_time_follows_the_deadline_it_is_bound_to():
    desk, case = started()
    case.step(lambda instance, halt: instance.move_deadline("sign", desk.clock.now() + timedelta(hours=2)))
    assert case.last.user_tasks[0].due_at == desk.clock.now() + timedelta(hours=2)


def test_what_the_caller_does_with_its_own_submission_later_changes_nothing():
    _, case = started()
    form = {"decision": {"nested": ["a"]}}
    instance = case.instance()
    instance.complete(case.last.user_tasks[0].id, form, "ann")
    form["decision"]["nested"].append("b")
    assert instance.facts["decision"] == {"nested": ["a"]}
