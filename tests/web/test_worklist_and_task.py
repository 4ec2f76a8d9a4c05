"""A person's work: the list and its counts, taking a task, filling its form, what happens when someone was quicker."""

import re
from collections.abc import Callable

import pytest

from engine.application import Application
from tests.web.conftest import Visitor
from tests.web.test_submit_and_track import submitted

As = Callable[[str], Visitor]
TASK = re.compile(r'href="(/tasks/[^"]+)"')
COUNT = re.compile(r'class="count">(\d+)<')
REVISION = re.compile(r'name="_revision" value="(\d+)"')


@pytest.fixture
def case(visitor: Visitor) -> str:
    return submitted(visitor)[0]


def first_task(person: Visitor, view: str = "offered") -> str:
    found = TASK.search(person.read(f"/worklist?view={view}"))
    assert found is not None
    return found.group(1)


def revision(person: Visitor, task: str) -> str:
    found = REVISION.search(person.read(task))
    assert found is not None
    return found.group(1)


def test_the_counts_are_those_of_the_lists(as_: As, case: str) -> None:
    intake = as_("intake")
    for place, view in enumerate(("mine", "offered", "unit")):
        page = intake.read(f"/worklist?view={view}")
        assert int(COUNT.findall(page)[place]) == len(set(TASK.findall(page)))


def test_the_list_is_searched_by_number_title_and_step(as_: As, case: str) -> None:
    intake = as_("intake")
    for word in (case, "停车场夜间", "受理"):
        assert case in intake.read(f"/worklist?view=offered&q={word}")
    assert case not in intake.read("/worklist?view=offered&q=没有这样的")


def test_a_task_is_taken_and_given_back(as_: As, case: str) -> None:
    intake = as_("intake")
    task = first_task(intake)
    intake.post(f"{task}/claim", {}, page=task)
    assert first_task(intake, "mine") == task
    intake.post(f"{task}/release", {}, page=task)
    assert TASK.search(intake.read("/worklist?view=mine")) is None


def test_the_form_is_drawn_by_the_server_and_what_is_wrong_stands_beside_its_field(as_: As, case: str) -> None:
    intake = as_("intake")
    task = first_task(intake)
    wrong = {"decision": "reject", "reason": "", "_revision": revision(intake, task)}
    answer = intake.post(f"{task}/complete", wrong, page=task)
    assert answer.status_code == 422
    assert 'id="f-reason-error"' in answer.text and "不予受理的理由" in answer.text
    assert re.search(r'value="reject"[^>]*checked', answer.text)


def test_errors_are_in_the_readers_language(as_: As, case: str) -> None:
    intake = as_("intake")
    task = first_task(intake)
    answer = intake.in_english().post(f"{task}/complete", {"_revision": "1"}, page=task)
    assert answer.status_code == 422 and "Please choose “Decision”." in answer.text


def test_conditions_are_judged_without_javascript(as_: As, case: str) -> None:
    intake = as_("intake")
    task = first_task(intake)
    answer = intake.post(f"{task}/complete", {"decision": "reject", "_refresh": "1"}, page=task)
    assert answer.status_code == 200
    shown = set(re.findall(r'data-condition="[^"]*"[^>]*?( hidden)?>', answer.text))
    assert "" in shown and " hidden" in shown


def test_completing_offers_the_next_task(as_: As, visitor: Visitor, case: str) -> None:
    other = submitted(visitor, once="second", title="路灯不亮")[0]
    intake = as_("intake")
    task = first_task(intake)
    done = intake.post(f"{task}/complete", {"decision": "accept", "_revision": revision(intake, task)}, page=task)
    page = intake.read(done.headers["Location"])
    assert "已完成。 下面是接下来最先到期的一件" in page
    completed = re.search(r"<p>(PS\S+) 的", page)
    opened = re.search(r'href="/cases/([^"]+)"', page.partition("下面是")[2])
    assert completed and opened and {completed.group(1), opened.group(1)} == {case, other}


def test_when_nothing_is_left_the_page_says_so(as_: As, case: str) -> None:
    intake = as_("intake")
    task = first_task(intake)
    done = intake.post(f"{task}/complete", {"decision": "accept", "_revision": revision(intake, task)}, page=task)
    assert "没有其他待办" in intake.read(done.headers["Location"])


def test_whoever_comes_second_reads_what_happened_and_keeps_what_was_typed(as_: As, case: str) -> None:
    intake = as_("intake")
    task = first_task(intake)
    sent = {"decision": "reject", "reason": "不在受理范围，已口头说明。", "_revision": revision(intake, task)}
    assert intake.post(f"{task}/complete", sent, page=task).status_code == 302
    second = intake.post(f"{task}/complete", sent, page="/worklist")
    assert second.status_code == 409
    assert "这项任务已经结束" in second.text and "不在受理范围，已口头说明。" in second.text
    kept = intake.post(f"{task}/unsent", {"reason": "再说。"}, page="/worklist")
    assert "目前为“已结束”" in kept.json["said"]  # type: ignore[index]


def test_what_was_refused_is_filled_in_on_the_next_visit_without_scripts(as_: As, case: str) -> None:
    intake = as_("intake")
    task = first_task(intake)
    sent = {"decision": "reject", "reason": "", "_revision": revision(intake, task)}
    assert intake.post(f"{task}/complete", sent, page=task).status_code == 422
    again = intake.read(task)
    assert "尚未提交" in again and re.search(r'value="reject"[^>]*(checked|selected)', again)


def test_a_task_of_another_role_is_not_there(as_: As, case: str) -> None:
    task = first_task(as_("intake"))
    assert as_("water").get(task).status_code == 404


def test_the_case_page_tells_who_has_it_what_happened_and_where_the_token_is(
    as_: As, case: str, application: Application
) -> None:
    coordinator = as_("coordinator")
    page = coordinator.read(f"/cases/{case}")
    assert "停车场夜间噪声" in page and "受理员" in page and "13800005678" not in page
    assert "以列表查看" in page and 'aria-current="step"' in page
    address = re.search(r'data-diagram="([^"]+)"', page)
    assert address is not None
    view = coordinator.get(address.group(1)).json
    assert view["xml"].startswith("<?xml") and "waiting" in {one["state"] for one in view["elements"].values()}


def test_a_case_is_found_by_its_number_and_by_words(as_: As, case: str) -> None:
    coordinator = as_("coordinator")
    assert coordinator.get(f"/cases?q={case}").headers["Location"] == f"/cases/{case}"
    assert case in coordinator.read("/cases?q=停车场&kind=complaint&state=registered")
    assert case not in coordinator.read("/cases?kind=consult")
    assert case not in coordinator.read("/cases?overdue=1")


def test_a_unit_that_has_nothing_to_do_with_a_case_does_not_see_it(as_: As, case: str) -> None:
    water = as_("water")
    assert water.get(f"/cases/{case}").status_code == 404
    assert case not in water.read("/cases")
