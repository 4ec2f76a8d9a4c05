"""A dispatcher corrects what is proposed: a matter brings its unit and evidence; what is confirmed is what is shown."""

import re
from collections.abc import Callable

import pytest

from engine.application import Application
from engine.commands.submit_request import SubmitRequest
from engine.ticker.poll import settle
from tests.web.conftest import Visitor
from tests.web.test_worklist_and_task import first_task
from tests.web.walked import open_steps, takes
from web.shared.door import CITIZEN

As = Callable[[str], Visitor]
NOISE, LIGHT, LIGHTS_UNIT, BUREAU = "施工噪音", "路灯", "市政服务中心", "S007"
HERE = {"street": "坪山街道", "community": "六和社区"}
SITE = {"title": "工地夜间施工噪声", "text": "凌晨两点还在打桩，吵得睡不着。"}


@pytest.fixture
def case(application: Application) -> str:
    return accepted(application, **SITE)


def accepted(application: Application, title: str, text: str) -> str:
    asked = SubmitRequest("complaint", title, text, HERE, {"name": "陈小明", "phone": "13800005678"})
    number = str(application.execute(asked, CITIZEN)["number"])
    takes(application, "accept", number, {"decision": "accept"}, "intake")
    settle(application)
    return number


def chosen(page: str, name: str) -> tuple[str, str]:
    """(value, label) of what a list of the form has chosen."""
    inside = re.findall(rf'<select[^>]* name="{name}"[^>]*>(.*?)</select>', page, re.DOTALL)[0]
    found = re.findall(r'<option value="([^"]*)" selected>([^<]*)<', inside)
    return found[0] if found else ("", "")


def code_of(page: str, label: str) -> str:
    return re.findall(rf'<option value="(\w+)"[^>]*>{re.escape(label)}<', page)[0]


def panel(page: str) -> str:
    return re.findall(r'<section[^>]* id="proposal".*?</section>', page, re.DOTALL)[0]


def test_the_evidence_is_of_what_the_form_says_though_colleagues_sent_the_like_elsewhere(
    as_: As, case: str, application: Application
) -> None:
    dispatcher = as_("dispatcher")
    task = first_task(dispatcher)
    page = dispatcher.read(task)
    assert chosen(page, "matter")[1] == NOISE
    light = code_of(page, LIGHT)
    for nth in range(3):
        other = accepted(application, SITE["title"], SITE["text"] + "。" * nth)
        takes(application, "dispatch", other, {"matter": light, "urgency": "ordinary"}, "dispatcher")
    page = dispatcher.read(task)
    shown = panel(page)
    assert chosen(page, "matter")[1] == NOISE and f"<strong>{NOISE}</strong>" in shown
    assert f"→ <strong>{chosen(page, 'lead_unit')[1]}</strong>" in shown.replace("\n", "")
    assert "3 件同类" in shown.split("其他可能")[-1] or LIGHT in shown, "what colleagues did is told as another way"


def test_why_a_matter_is_proposed_is_said(as_: As, case: str) -> None:
    dispatcher = as_("dispatcher")
    assert re.search("清单用词：.*施工", panel(dispatcher.read(first_task(dispatcher))))


def test_another_matter_brings_its_own_unit_and_evidence(as_: As, case: str) -> None:
    dispatcher = as_("dispatcher")
    task = first_task(dispatcher)
    page = dispatcher.read(task)
    changed = {"matter": code_of(page, LIGHT), "lead_unit": chosen(page, "lead_unit")[0], "urgency": "ordinary"}
    for where in (f"{task}/fields", f"{task}/complete"):
        answer = dispatcher.sends(page.replace(f"{task}/complete", where), "task-form", **changed)
        assert answer.status_code == 200
        lead, name = chosen(answer.text, "lead_unit")
        assert LIGHTS_UNIT in name
        assert f"<strong>{LIGHT}</strong>" in panel(answer.text) and LIGHTS_UNIT in panel(answer.text)
        assert NOISE not in panel(answer.text).split("<details")[0]
    assert dispatcher.sends(answer.text, "task-form", **{**changed, "lead_unit": lead}).status_code == 302


def test_a_unit_a_person_chose_stays_when_the_matter_changes(as_: As, case: str) -> None:
    dispatcher = as_("dispatcher")
    task = first_task(dispatcher)
    page = dispatcher.read(task)
    changed = {"matter": code_of(page, LIGHT), "lead_unit": "P001", "urgency": "ordinary"}
    answer = dispatcher.sends(page, "task-form", **changed)
    assert chosen(answer.text, "lead_unit")[0] == "P001" and "请写明分拨理由" in panel(answer.text)


def test_only_what_is_shown_is_confirmed(as_: As, case: str, application: Application) -> None:
    dispatcher = as_("dispatcher")
    page = dispatcher.read(first_task(dispatcher))
    confirms = re.findall(r'name="_confirms" value="([^"]+)"', page)[0]
    matter, lead = confirms.split("|")
    assert (matter, lead) == (chosen(page, "matter")[0], chosen(page, "lead_unit")[0])
    given = {"matter": matter, "urgency": "ordinary", "_confirms": confirms}
    assert dispatcher.sends(page, "task-form", **given, lead_unit="P001").status_code == 200
    assert open_steps(application, "dispatch", case)
    assert dispatcher.sends(page, "task-form", **given, lead_unit=lead).status_code == 302
    assert not open_steps(application, "dispatch", case)


def test_a_unit_the_list_does_not_name_needs_a_reason(as_: As, case: str, application: Application) -> None:
    dispatcher = as_("dispatcher")
    page = dispatcher.read(first_task(dispatcher))
    given = {"matter": chosen(page, "matter")[0], "urgency": "ordinary", "lead_unit": BUREAU}
    refused = dispatcher.sends(page, "task-form", **given)
    assert refused.status_code == 422
    assert re.search(rf'id="f-reason-error">[^<]*{LIGHTS_UNIT}[^<]*请写明', refused.text)
    assert open_steps(application, "dispatch", case)
    assert dispatcher.sends(page, "task-form", **given, reason="工地在其路灯杆下").status_code == 302


@pytest.mark.parametrize(
    ("title", "text"),
    [("天上有奇怪的光", "每天晚上都有，不知道是什么。"), ("深夜施工扰民", "工地半夜还在打桩，吵得睡不着")],
    ids=["no word of the list", "one word of garbage, one of building"],
)
def test_where_nothing_is_likely_the_page_says_so_and_has_nothing_to_confirm(
    as_: As, application: Application, title: str, text: str
) -> None:
    accepted(application, title=title, text=text)
    dispatcher = as_("dispatcher")
    page = dispatcher.read(first_task(dispatcher))
    assert "没有把握的事项" in panel(page) and "_confirms" not in page and chosen(page, "matter") == ("", "")


def test_dispatched_together_each_is_refused_a_unit_its_list_does_not_name_until_a_reason_is_given(
    as_: As, application: Application
) -> None:
    both = [accepted(application, SITE["title"], SITE["text"] + dots) for dots in ("", "。")]
    dispatcher = as_("dispatcher")
    tasks = re.findall(r'data-task="([^"]+)"', dispatcher.read("/worklist?view=offered"))
    page = dispatcher.post("/worklist/batch", {"task": tasks}, page="/worklist").text
    fits = re.findall(r'name="fits" value="([^"]*)"', page)[0]
    given = {"matter": code_of(page, LIGHT), "urgency": "ordinary", "lead_unit": BUREAU}
    sent = {"task": tasks, "act": "complete", "fits": fits, **given}
    page = dispatcher.post("/worklist/batch", sent, page="/worklist").text
    assert len(re.findall(rf"但选的是“{LIGHTS_UNIT}[^<]*写明分拨理由", page)) == 2
    assert all(open_steps(application, "dispatch", one) for one in both)
    dispatcher.post("/worklist/batch", {**sent, "reason": "工地在其路灯杆下"}, page="/worklist")
    assert not any(open_steps(application, "dispatch", one) for one in both)
