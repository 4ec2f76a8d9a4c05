"""How a person arranges their worklist, what they typed and have not sent, one act on several tasks, the stream."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from engine.actor import SYSTEM, Actor
from engine.application import Application
from engine.commands.complete_task import CompleteTask
from engine.commands.submit_request import SubmitRequest
from engine.commands.sweep import Sweep
from tests.web.conftest import Visitor
from tests.web.test_worklist_and_task import COUNT, TASK, first_task, revision
from web.shared.door import CITIZEN

As = Callable[[str], Visitor]
DONE = 'data-result><span class="mark is-done">'
FITS = re.compile(r'name="fits" value="([^"]+)"')
HIDDEN = re.compile(r'<input type="hidden" name="(fits|like|left_out)" value="([^"]*)"')
ROW = re.compile(r'data-task="([^"]+)"')


def asked(application: Application, kind: str, title: str) -> str:
    place = {"street": "坪山街道", "community": "六和社区", "address": None}
    contact = {"name": None, "phone": None, "anonymous": True}
    request = SubmitRequest(kind=kind, title=title, text="请看标题。", place=place, contact=contact, channel="web")
    return str(application.execute(request, CITIZEN)["number"])


@pytest.fixture
def cases(application: Application) -> list[str]:
    return [asked(application, kind, f"关于路灯的{kind}") for kind in ("complaint", "consult", "suggestion")]


def test_a_filter_narrows_list_and_counts_alike_and_is_there_next_time(as_: As, cases: list[str]) -> None:
    intake = as_("intake")
    page = intake.read("/worklist?view=offered&kind=consult")
    assert cases[1] in page and cases[0] not in page
    assert COUNT.findall(page)[1] == str(len(ROW.findall(page))) == "1"
    intake.post("/worklist/filters", {"name": "只看咨询", "query": "view=offered&kind=consult"}, page="/worklist")
    assert "/worklist?view=offered&amp;kind=consult" in as_("intake").read("/worklist")
    assert "只看咨询" not in as_("dispatcher").read("/worklist"), "a filter is its owner's"
    intake.post("/worklist/filters/drop", {"name": "只看咨询", "query": "view=offered"}, page="/worklist")
    assert "view=offered&amp;kind=consult" not in intake.read("/worklist?view=unit")


def test_columns_survive_signing_in_anew(as_: As, cases: list[str]) -> None:
    as_("intake").post("/worklist/columns", {"column": ["unit", "since"], "query": "view=offered"}, page="/worklist")
    page = as_("intake").read("/worklist?view=offered")
    assert 'data-column="since"' in page and 'data-column="step"' not in page


def test_columns_there_are_not_are_refused(as_: As) -> None:
    answer = as_("intake").post("/worklist/columns", {"column": "salary"}, page="/worklist")
    assert answer.status_code == 422 and "salary" in answer.text


def test_a_watched_case_shows_its_open_step_until_it_is_watched_no_more(as_: As, cases: list[str]) -> None:
    coordinator = as_("coordinator")
    coordinator.post(f"/cases/{cases[0]}/watch", {"watched": "1"}, page=f"/cases/{cases[0]}")
    page = coordinator.read("/worklist?view=watched")
    assert cases[0] in page and cases[1] not in page and COUNT.findall(page)[3] == "1"
    coordinator.post(f"/cases/{cases[0]}/watch", {"watched": ""}, page=f"/cases/{cases[0]}")
    assert cases[0] not in coordinator.read("/worklist?view=watched")


def test_a_unit_cannot_watch_what_it_may_not_read(as_: As, cases: list[str]) -> None:
    assert as_("water").post(f"/cases/{cases[0]}/watch", {"watched": "1"}, page="/worklist").status_code == 404


def test_what_was_typed_comes_back_to_its_author_only_and_goes_with_the_task(as_: As, cases: list[str]) -> None:
    intake = as_("intake")
    task = first_task(intake)
    typed = {"decision": "reject", "reason": "材料不全，已告知补正。"}
    assert intake.post(f"{task}/unsent", typed, page=task).status_code == 200
    again = as_("intake").read(task)
    assert "材料不全，已告知补正。" in again and "尚未提交" in again
    assert "材料不全" not in as_("admin").read(task)
    sent = {**typed, "_revision": revision(intake, task)}
    assert intake.post(f"{task}/complete", sent, page=task).status_code == 302
    assert "尚未提交" not in intake.read(task)
    assert intake.post(f"{task}/unsent", typed, page="/worklist").status_code == 409


def test_what_was_typed_outlives_a_quicker_colleague_for_a_week(
    as_: As, cases: list[str], application: Application
) -> None:
    intake = as_("intake")
    task = first_task(intake)
    intake.post(f"{task}/unsent", {"decision": "reject", "reason": "材料不全，已告知补正。"}, page=task)
    colleague = Actor("bai", "白受理", frozenset({"intake"}))
    refused = {"decision": "reject", "reason": "不在受理范围，已口头说明。"}  # whatever kind of request is the first
    application.execute(CompleteTask(task.split("/")[-1], int(revision(intake, task)), refused), colleague)
    page = intake.read(task)
    assert "这项任务已经结束" in page and "您填写过的内容" in page and "材料不全，已告知补正。" in page
    assert "材料不全" not in as_("admin").read(task)
    application.clock.forward(timedelta(days=8))  # type: ignore[attr-defined]
    application.execute(Sweep(), SYSTEM)
    assert "材料不全" not in as_("intake").read(task)


def test_what_was_typed_can_be_discarded(as_: As, cases: list[str]) -> None:
    intake = as_("intake")
    task = first_task(intake)
    intake.post(f"{task}/unsent", {"decision": "reject", "reason": "作废的草稿"}, page=task)
    assert intake.post(f"{task}/unsent", {"forget": "1"}, page=task).status_code == 302
    assert "作废的草稿" not in intake.read(task)


def test_one_act_on_several_has_a_result_for_each(as_: As, cases: list[str]) -> None:
    intake = as_("intake")
    tasks = ROW.findall(intake.read("/worklist?view=offered"))
    assert "已选 3 件" in intake.post("/worklist/batch", {"task": tasks}, page="/worklist").text
    page = intake.post("/worklist/batch", {"task": tasks, "act": "claim"}, page="/worklist").text
    assert page.count(DONE) == 3
    assert len(ROW.findall(intake.read("/worklist?view=mine"))) == 3
    page = intake.post("/worklist/batch", {"task": [*tasks, "nonsense"], "act": "release"}, page="/worklist").text
    assert page.count(DONE) == 3


def test_the_same_answers_complete_several_where_the_form_is_the_same(as_: As, application: Application) -> None:
    for once in ("a", "b"):
        asked(application, "consult", f"图书馆几点开门 {once}")
    intake = as_("intake")
    tasks = ROW.findall(intake.read("/worklist?view=offered&kind=consult"))
    page = intake.post("/worklist/batch", {"task": tasks}, page="/worklist").text
    assert 'value="complete"' in page
    answers = {"fits": FITS.findall(page)[0], "decision": "answer_now", "public_reply": "周一至周日九点到二十一点。"}
    page = intake.post("/worklist/batch", {"task": tasks, "act": "complete", **answers}, page="/worklist").text
    assert page.count(DONE) == 2, page


def is_asked(page: str, key: str) -> bool:
    """Is the field shown: not hidden by its condition?"""
    around = page.split(f'id="f-{key}"')[0].rpartition('<div class="field ')[2]
    return not around.partition(">")[0].endswith(" hidden")


def test_an_answer_that_asks_for_more_shows_what_it_asks_for(as_: As, application: Application) -> None:
    for once in ("a", "b"):
        asked(application, "complaint", f"路灯不亮 {once}")
    intake = as_("intake")
    tasks = ROW.findall(intake.read("/worklist?view=offered&kind=complaint"))
    page = intake.post("/worklist/batch", {"task": tasks}, page="/worklist").text
    assert not is_asked(page, "question")
    sent = {"task": tasks, **dict(HIDDEN.findall(page)), "decision": "ask_citizen", "question": "哪一盏？"}
    for page in (  # with scripts, and without them by the button that looks at the form again
        intake.post("/worklist/batch/fields", sent, page="/worklist").text,
        intake.post("/worklist/batch", {**sent, "_refresh": "1"}, page="/worklist").text,
    ):
        assert is_asked(page, "question") and "哪一盏？" in page and 'name="parent"' not in page
    page = intake.post("/worklist/batch", {**sent, "act": "complete"}, page="/worklist").text
    assert page.count(DONE) == page.count(" data-ended") == 2


def test_an_act_there_is_not_is_none(as_: As, cases: list[str]) -> None:
    assert as_("intake").post("/worklist/batch/burn/x", {}, page="/worklist").status_code == 404


def test_what_is_of_one_case_is_left_out_and_the_rest_is_answered_for_all(as_: As, application: Application) -> None:
    for once in ("a", "b"):
        asked(application, "complaint", f"路灯不亮 {once}")
    intake = as_("intake")
    tasks = ROW.findall(intake.read("/worklist?view=offered&kind=complaint"))
    page = intake.post("/worklist/batch", {"task": tasks}, page="/worklist").text
    assert (
        "以同样的内容办理其中 2 件" in page and "各案不同，未列出：并入哪一件" in page and 'name="parent"' not in page
    )
    sent = {"task": tasks, "act": "complete", "fits": FITS.findall(page)[0]}
    page = intake.post("/worklist/batch", {**sent, "decision": "merge"}, page="/worklist").text
    assert page.count("请选择“并入哪一件”。") == 2 and DONE not in page
    page = intake.post("/worklist/batch", {**sent, "decision": "accept"}, page="/worklist").text
    assert page.count(DONE) == 2 and page.count("</svg>已办理") == 2


def test_the_page_says_which_of_the_chosen_are_not_completed_together_and_why(as_: As, cases: list[str]) -> None:
    intake = as_("intake")
    complaint, consult = (
        ROW.findall(intake.read(f"/worklist?view=offered&kind={k}")) for k in ("complaint", "consult")
    )
    page = intake.post("/worklist/batch", {"task": [*complaint, *consult]}, page="/worklist").text
    assert "以同样的内容办理其中 1 件" in page and "所选中有 1 件不在此办理：" in page
    assert page.count("环节不同，或表单版本较早") == page.count(" data-apart") == 1
    sent = {"task": [*complaint, *consult], "act": "complete", "fits": FITS.findall(page)[0], "decision": "accept"}
    page = intake.post("/worklist/batch", sent, page="/worklist").text
    assert page.count(DONE) == 1 and "未办成" in page and "环节不同，或表单版本较早" in page
    assert ROW.findall(intake.read("/worklist?view=offered&kind=consult")) == consult, "it is untouched"
    assert not ROW.findall(intake.read("/worklist?view=offered&kind=complaint"))


def test_one_of_several_answers_as_json(as_: As, cases: list[str]) -> None:
    intake = as_("intake")
    task = ROW.findall(intake.read("/worklist?view=offered"))[0]
    first = intake.post(f"/worklist/batch/claim/{task}", {}, page="/worklist").get_json()
    assert first == {"done": True, "said": "已领取"}
    refused = as_("dispatcher").post(f"/worklist/batch/claim/{task}", {}, page="/worklist").get_json()
    assert refused["done"] is False and "任务" in refused["said"]


def test_the_stream_says_when_the_list_changed(as_: As, application: Application, cases: list[str]) -> None:
    intake = as_("intake")

    def mark() -> str:
        answer = intake.client.get("/events", buffered=False)
        assert answer.mimetype == "text/event-stream"
        told = answer.response
        next(iter(told))
        event = next(iter(told))
        answer.close()
        return (event if isinstance(event, str) else event.decode()).split("data: ")[1].strip()

    before = mark()
    assert mark() == before and before in intake.read("/worklist")
    asked(application, "complaint", "井盖松动")
    assert mark() != before


def test_nobody_streams_without_signing_in(visitor: Visitor) -> None:
    assert visitor.get("/events").status_code == 401


def test_a_leader_assigns_within_the_unit_only(as_: As, cases: list[str]) -> None:
    admin = as_("admin")
    task = TASK.search(as_("intake").read("/worklist?view=offered"))
    assert task is not None
    page = admin.read(task.group(1))
    assert 'value="intake"' in page and 'value="dispatcher"' not in page
    answer = admin.post(f"{task.group(1)}/assign", {"username": "intake"}, page=task.group(1))
    assert answer.status_code == 302
    assert "Intake" in admin.read(task.group(1))
    assert as_("intake").post(f"{task.group(1)}/assign", {"username": "intake"}, page="/worklist").status_code == 403
