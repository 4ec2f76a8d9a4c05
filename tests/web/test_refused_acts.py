"""Acts that are refused: the sentence stands in the form it is about, and what was typed stays."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from werkzeug.test import TestResponse

from engine.actor import SYSTEM, Actor
from engine.application import Application
from engine.casework.promises import APPROVE, Extension
from engine.commands.convene_joint_handling import ConveneJointHandling
from engine.commands.submit_request import SubmitRequest
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.standing import StandingOf
from engine.ticker.poll import settle
from tests.web.conftest import Visitor
from tests.web.test_english_names import act, complete

As = Callable[[str], Visitor]
CITIZEN = Actor("citizen", "市民", kind="citizen")
KAI = Actor("kai", "凯", frozenset({"coordinator"}))
WHY = "需等检测报告，厂家下周才能到场。"


class GrantedTwice:
    """The unit asked for more time twice, and twice it was granted."""

    def __init__(self, number: str) -> None:
        self.number = number

    def perform(self, work: UnitOfWork) -> None:
        for nth in (1, 2):
            asked = Extension(f"e{nth}", self.number, nth, "1 working day", "等材料", "water", work.now)
            work.extensions.add(asked.decide(APPROVE, None, None, "coordinator", work.now))


@pytest.fixture
def signed(application: Application) -> str:
    """A complaint the water unit has signed."""
    place = {"street": "坪山街道", "community": "六和社区"}
    number: str = act(application, SubmitRequest("complaint", "夜间噪声", "每晚施工", place), CITIZEN)["number"]
    complete(application, number, "intake", decision="accept")
    complete(
        application, number, "dispatcher", matter="130801", urgency="ordinary", lead_unit="B004", reason="按其现场能力"
    )
    complete(application, number, "handler", "B004", decision="sign")
    return number


def form_of(answer: TestResponse, act_: str) -> str:
    """The part of the page that holds the form of one act, as it came open."""
    found = re.search(
        rf'<details(?: id="[\w-]+")? open>(?:(?!</details>).)*?/acts/{act_}"(?:(?!</details>).)*</details>',
        answer.text,
        re.S,
    )
    assert found is not None, answer.text
    return found.group(0)


def asked(person: Visitor, number: str, budget: str) -> TestResponse:
    page = f"/cases/{number}"
    return person.post(f"{page}/acts/extend", {"budget": budget, "reason": WHY}, page=page)


def test_a_third_extension_is_refused_in_its_form_with_the_table_that_says_so(
    application: Application, as_: As, signed: str
) -> None:
    application.execute(GrantedTwice(signed), SYSTEM)
    answer = asked(as_("water"), signed, "5 working days")
    assert answer.status_code == 409
    form = form_of(answer, "extend")
    assert "一件最多延期 2 次（extension_policy.dmn 的 extension_limit" in form and "已批准延期 2 次" in form
    assert WHY in form and '<option value="5 working days" selected>' in form


def test_more_than_may_be_granted_at_once_is_refused_in_words_of_the_reader(as_: As, signed: str) -> None:
    answer = asked(as_("water"), signed, "11 working days")
    assert answer.status_code == 422
    form = form_of(answer, "extend")
    assert "一次最多延期 10 个工作日（" in form and "收到的是 11 个工作日。" in form and WHY in form
    english = asked(as_("water").in_english(), signed, "11 working days")
    assert "Expected at most 10 working days more at once" in form_of(english, "extend")


def test_asked_too_late_more_time_is_refused_and_the_reason_stays(
    application: Application, as_: As, signed: str
) -> None:
    application.clock.forward(timedelta(days=30))  # type: ignore[attr-defined]
    answer = asked(as_("water"), signed, "2 working days")
    assert answer.status_code == 409
    form = form_of(answer, "extend")
    assert "已经到期，不能再申请延期" in form and WHY in form and '<option value="2 working days" selected>' in form


def test_beside_a_task_the_form_says_it_and_the_task_stays(application: Application, as_: As, signed: str) -> None:
    water = as_("water")
    task = next(one.id for one in application.ask(StandingOf(signed), SYSTEM).tasks if one.role == "handler")
    sent = {"budget": "11 working days", "reason": WHY, "task": task}
    answer = water.post(f"/cases/{signed}/acts/extend", sent, page=f"/tasks/{task}")
    assert answer.status_code == 422
    assert "一次最多延期 10 个工作日（" in form_of(answer, "extend") and WHY in form_of(answer, "extend")
    assert f'action="/tasks/{task}/complete"' in answer.text


def suspended(person: Visitor, number: str, until: str, reason: str) -> TestResponse:
    page = f"/cases/{number}"
    return person.post(f"{page}/acts/suspend", {"until": until, "reason": reason}, page=page)


def test_a_suspension_for_a_reason_outside_the_list_names_the_list(as_: As, signed: str) -> None:
    answer = suspended(as_("coordinator"), signed, "2026-03-20", "tired")
    assert answer.status_code == 422
    form = form_of(answer, "suspend")
    assert "理由 应为 季节原因、工程施工条件、司法程序中、权属不明 之一" in form and 'value="2026-03-20"' in form


def test_no_reason_for_a_suspension_is_chosen_beforehand(as_: As, signed: str) -> None:
    page = as_("coordinator").read(f"/cases/{signed}")
    reasons = page.split('id="suspend-reason"')[1].split("</select>")[0]
    assert reasons.startswith(' name="reason" required><option value="">') and "selected" not in reasons


def test_a_suspension_longer_than_the_table_allows_names_the_last_day(as_: As, signed: str) -> None:
    answer = suspended(as_("coordinator"), signed, "2027-03-20", "owner_unknown")
    assert answer.status_code == 422
    form = form_of(answer, "suspend")
    assert "90 天" in form and "suspension_limit" in form and "2026-05-31" in form
    assert 'value="2027-03-20"' in form and '<option value="owner_unknown" selected>' in form


def test_what_was_typed_in_one_form_does_not_turn_up_in_another(as_: As, signed: str) -> None:
    answer = suspended(as_("coordinator"), signed, "2027-03-20", "owner_unknown")
    written = re.findall(r"<textarea[^>]*>\s*([^<]*)</textarea>", answer.text)
    assert len(written) > 2 and {text.strip() for text in written} == {""}


@pytest.fixture
def joint(application: Application, signed: str) -> str:
    """Two units have met about it; the water unit is to measure by a day."""
    number: str = act(application, ConveneJointHandling((signed,), "一家办不了"), KAI)["number"]
    branches = [{"unit": unit, "task": "检查", "due": "2026-03-05T18:00"} for unit in ("P001", "B004")]
    complete(application, number, "coordinator", lead_unit="P001", branches=branches, meeting_at="2026-03-02T15:00")
    application.clock.forward(timedelta(hours=8))  # type: ignore[attr-defined]
    decided = [{"text": "夜间监测", "unit": "B004", "due": "2026-03-03"}]
    complete(application, number, "coordinator", minutes="约定监测", decisions=decided)
    return number


def test_what_a_meeting_decided_is_noted_as_done_on_its_page(application: Application, as_: As, joint: str) -> None:
    application.clock.forward(timedelta(days=3))  # type: ignore[attr-defined]
    water, page = as_("water"), f"/joint-handlings/{joint}"
    assert "已过期限" in water.read(page)
    empty = water.post(f"{page}/decisions/1/done", {"done": " "}, page=page)
    assert empty.status_code == 422
    open_form = re.search(r"<details open>(?:(?!</details>).)*decisions/1/done.*?</details>", empty.text, re.S)
    assert open_form is not None and "请写明做了什么" in open_form.group(0)
    assert water.post(f"{page}/decisions/1/done", {"done": "已监测三夜"}, page=page).status_code == 302
    shown = water.read(page)
    assert "已监测三夜" in shown and "逾期落实" in shown and "Water" in shown and "已过期限" not in shown
    assert "decisions/1/done" not in shown


def test_in_the_joint_room_ones_own_step_is_the_first_button(application: Application, as_: As, signed: str) -> None:
    number: str = act(application, ConveneJointHandling((signed,), "一家办不了"), KAI)["number"]
    branches = [{"unit": unit, "task": "检查", "due": "2026-03-05T18:00"} for unit in ("P001", "B004")]
    complete(application, number, "coordinator", lead_unit="P001", branches=branches, meeting_at="2026-03-02T15:00")
    application.clock.forward(timedelta(hours=8))  # type: ignore[attr-defined]
    settle(application)
    acts = as_("coordinator").read(f"/joint-handlings/{number}").split('<p class="acts">')[1].split("</p>")[0]
    buttons = re.findall(r'class="(button[^"]*)"[^>]*>([^<]+)<', acts)
    assert [name for kind, name in buttons if "main" in kind] == [buttons[0][1]] == ["记录会议纪要"]
    assert len(buttons) == 3 and all("办理分工" in name for _kind, name in buttons[1:])


def test_a_unit_that_cannot_join_is_refused_where_it_was_chosen(as_: As, joint: str) -> None:
    coordinator, page = as_("coordinator"), f"/joint-handlings/{joint}"
    wrong = {"unit": "P001", "task": "再去一次", "due": "2026-03-06"}
    answer = coordinator.post(f"{page}/units", wrong, page=page)
    assert answer.status_code == 409
    form = re.search(r'<details class="card" open>.*?</details>', answer.text, re.S)
    assert form is not None and "再去一次" in form.group(0) and 'value="P001" selected' in form.group(0)
    assert 'role="alert"' in form.group(0)


def test_a_meeting_is_convened_on_the_page_and_refused_in_its_own_form(
    application: Application, as_: As, signed: str
) -> None:
    number: str = act(application, ConveneJointHandling((signed,), "一家办不了"), KAI)["number"]
    branches = [{"unit": unit, "task": "检查", "due": "2026-03-05T18:00"} for unit in ("P001", "B004")]
    complete(application, number, "coordinator", lead_unit="P001", branches=branches)
    coordinator, page = as_("coordinator"), f"/joint-handlings/{number}"
    late = coordinator.post(f"{page}/meeting", {"at": "2026-03-09T10:00", "place": "三楼"}, page=page)
    assert late.status_code == 422
    form = re.search(r'<details class="card" open>.*?</details>', late.text, re.S)
    assert form is not None and 'value="三楼"' in form.group(0) and "会议应在 2026-03-05 18:00 前召开" in form.group(0)
    good = coordinator.post(f"{page}/meeting", {"at": "2026-03-04T10:00", "place": "三楼"}, page=page)
    assert good.status_code == 302
    shown = coordinator.read(page)
    assert "三楼" in shown and f'action="{page}/meeting"' not in shown


def test_a_plan_that_is_refused_stays_filled_in_with_every_branch(
    application: Application, as_: As, signed: str
) -> None:
    number: str = act(application, ConveneJointHandling((signed,), "一家办不了"), KAI)["number"]
    coordinator = as_("coordinator")
    (task,) = application.ask(StandingOf(number), SYSTEM).tasks
    page = f"/tasks/{task.id}"
    sent: dict[str, object] = {
        "_revision": task.revision,
        "lead_unit": "P001",
        "meeting_place": "三楼",
        "_rows_branches": 2,
    }
    for row, unit in enumerate(("P001", "B004")):
        given = {"unit": unit, "task": f"检查{unit}", "due": "2026-03-05T18:00"}
        sent |= {f"branches.{row}.{name}": value for name, value in given.items()}
    more = coordinator.post(f"{page}/complete", {**sent, "_add_branches": "1"}, page=page)
    assert 'data-added="f-branches"' in more.text and "第 3 行" in more.text
    answer = coordinator.post(f"{page}/complete", sent, page=page)
    assert answer.status_code == 422 and "仍在下面" in answer.text and "data-added" not in answer.text
    assert all(f'value="{given}"' in answer.text for given in ("三楼", "检查P001", "检查B004"))
    assert 'value="B004" selected' in answer.text and answer.text.count('value="2026-03-05T18:00"') == 2


def test_a_joint_handling_that_cannot_be_convened_says_so_beside_the_field(as_: As, signed: str) -> None:
    coordinator, page = as_("coordinator"), "/joint-handlings/new"
    answer = coordinator.post("/joint-handlings", {"cases": "PS000000-XXXXX", "reason": "一家办不了"}, page=page)
    assert answer.status_code == 404 and 'id="cases-error"' in answer.text and "一家办不了" in answer.text
    answer = coordinator.post("/joint-handlings", {"cases": signed, "reason": " "}, page=page)
    assert answer.status_code == 422 and 'id="reason-error"' in answer.text and signed in answer.text


def test_a_handler_asks_for_a_suspension_and_the_coordinator_sees_what_is_asked(
    application: Application, as_: As, signed: str
) -> None:
    """Beside the task, as more time is asked for; refused with a sentence in its form, decided with all it rests on."""
    water, coordinator = as_("water"), as_("coordinator")
    task = next(one for one in application.ask(StandingOf(signed), SYSTEM).tasks if one.role == "handler")
    page = f"/tasks/{task.id}"
    words = {"reason": "season", "text": "汛期不能开挖，等水位下降。", "task": task.id}
    refused = water.post(f"/cases/{signed}/acts/ask_suspension", {**words, "until": "2020-01-01"}, page=page)
    assert refused.status_code == 422
    form = form_of(refused, "ask_suspension")
    assert "恢复" in form and "已过" in form and words["text"] in form and 'value="season" selected' in form
    day = (application.clock.now() + timedelta(days=20)).date().isoformat()
    asked = water.post(f"/cases/{signed}/acts/ask_suspension", {**words, "until": day}, page=page)
    assert asked.status_code == 302 and asked.location.endswith(page)
    assert "批准之前计时照走" in water.read(page)
    settle(application)
    decide = next(one for one in application.ask(StandingOf(signed), SYSTEM).tasks if one.role == "coordinator")
    for person, heard in ((coordinator, ("挂起申请", "季节原因")), (as_("coordinator").in_english(), ("Season",))):
        shown = person.read(f"/tasks/{decide.id}")
        assert all(one in shown for one in (*heard, words["text"]))


def test_whoever_decides_on_more_time_sees_how_much_and_why(application: Application, as_: As, signed: str) -> None:
    asked(as_("water"), signed, "5 working days")
    settle(application)
    leaders = next(one for one in application.ask(StandingOf(signed), SYSTEM).tasks if one.role == "unit_leader")
    shown = as_("water_leader").read(f"/tasks/{leaders.id}")
    assert "延期申请" in shown and "5 个工作日" in shown and WHY in shown


def test_an_act_that_is_refused_is_announced_once_and_leads_to_what_was_typed(as_: As, signed: str) -> None:
    answer = asked(as_("water"), signed, "11 working days").text
    assert answer.count('role="alert"') == 1 and answer.count("一次最多延期 10 个工作日") == 2
    assert '<a href="#act-extend">' in answer and '<details id="act-extend" open>' in answer


def test_what_is_amiss_in_a_campaign_stands_beside_its_field_and_what_was_typed_stays(as_: As) -> None:
    wrong = {"begins_on": "soon", "ends_on": "2026-05-01", "closed_target": "120", "goal": "夜间安静"}
    answer = as_("coordinator").post("/campaigns", wrong, page="/campaigns/new")
    assert answer.status_code == 422 and "夜间安静" in answer.text
    amiss = set(re.findall(r'class="field-error" id="(\w+)-error"', answer.text))
    assert amiss == {"name", "lead_unit", "matters", "begins_on", "closed_target"}
    assert 'name="closed_target" aria-invalid="true" aria-describedby="closed_target-error"' in answer.text


def test_a_second_click_on_an_act_is_the_first_and_another_word_is_another_act(
    application: Application, as_: As, signed: str
) -> None:
    intake, page = as_("intake"), f"/cases/{signed}"
    shown = re.findall(r'name="shown" value="([^"]+)"', intake.read(page))[0]
    for text in ("另有地下室渗水", "另有地下室渗水", "物业已知情"):
        said = intake.post(f"{page}/acts/supplement", {"text": text, "shown": shown}, page=page)
        assert said.status_code == 302
    assert intake.read(page).count('<p class="prose">另有地下室渗水</p>') == 1
    assert intake.read(page).count('<p class="prose">物业已知情</p>') == 1


def test_an_account_made_by_a_double_click_is_made_once_and_its_code_is_shown(as_: As) -> None:
    admin = as_("admin")
    shown = re.findall(r'name="shown" value="([^"]+)"', admin.read("/users/new"))[0]
    filled: dict[str, object] = {"username": "zhao.liu", "name": "赵六", "role": "intake", "unit": "", "shown": shown}
    codes = []
    for _click in range(2):
        made = admin.post("/users/new", filled, page="/users/new")
        assert made.status_code == 302, made.text
        codes += re.findall(r'id="reset-code">([^<]+)<', admin.read(made.headers["Location"]))
    assert len(codes) == 2 and len(set(codes)) == 1
    assert codes[0] in admin.read("/users/zhao.liu/code"), "another language takes it from nobody"
    admin.read("/users")
    assert admin.get("/users/zhao.liu/code").status_code == 302
