"""Each kind of request from submit to closed, in the browser, by the people whose steps they are."""

import csv
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser

from tests.e2e.people import Citizen, District, Staff

WATER, POLICE, STREET = "环境保护和水务局", "市交警支队坪山大队", "坪山街道综合执法队"
LISTED = Path(__file__).resolve().parents[2] / "engine" / "demo" / "units.csv"
CODES = {row["name"]: row["code"] for row in csv.DictReader(LISTED.read_text(encoding="utf-8").splitlines())}
NOISE = "工业红线内噪声"
SOON = (
    (datetime.now(ZoneInfo("Asia/Shanghai")) + timedelta(days=3))
    .replace(hour=18, minute=0, tzinfo=None)
    .isoformat(timespec="minutes")
)
Desks = Callable[..., Staff]


@pytest.fixture
def desks(browser: Browser, district: District) -> Iterator[Desks]:
    """``desks("handler", unit_name)``: that person at a desk, signed in once."""
    seated: dict[tuple[str, str | None], Staff] = {}

    def desk(role: str, unit: str | None = None) -> Staff:
        if (role, unit) not in seated:
            account = district.someone(role, None if unit is None else CODES[unit])
            staff = Staff.opened(browser, district.base)
            staff.sign_in(account)
            seated[role, unit] = staff  # type: ignore[assignment]
        return seated[role, unit]

    yield desk
    heard = [said for one in seated.values() for said in one.complaints]
    for one in seated.values():
        one.close()
    assert heard == []


@pytest.fixture
def citizen(browser: Browser, district: District) -> Iterator[Citizen]:
    desk = Citizen.opened(browser, district.base)
    yield desk  # type: ignore[misc]
    desk.close()


def test_a_complaint_is_returned_disputed_ruled_handled_jointly_redone_and_closed(
    citizen: Citizen, desks: Desks
) -> None:
    case = citizen.submits("投诉", "工厂夜间噪声", "厂区风机整夜不停，影响睡眠。", "坪山街道", "六和社区")
    desks("intake").completes("受理", case, {"受理决定": "受理"})
    _dispatch(desks, case, WATER)
    _return(desks, case)
    _rule(desks, case)
    _dispatch(desks, case, POLICE)
    desks("handler", POLICE).completes("签收", case, {"签收或退件": "签收"})
    _handle_jointly(desks, case)
    _review(desks, case)
    citizen.rates(solved=False)
    desks("handler", POLICE).completes("办理", case, _reply("再次到场，设备已加隔声罩。"))
    _review(desks, case)
    citizen.rates(solved=True)
    citizen.sees("/track", "已办结")
    _the_case_page_tells_every_step(desks, case)


def _dispatch(desks: Desks, case: str, unit: str) -> None:
    chosen = {"事项（职责清单）": NOISE, "紧急程度": "一般", "牵头单位": unit}
    desks("dispatcher").completes("分拨", case, {**chosen, "分拨理由": "按职责清单"})


def _return(desks: Desks, case: str) -> None:
    why = {"退件理由": "不属本单位职责", "依据条款": "红线外由街道负责", "证据说明": "现场勘查照片与红线图"}
    desks("handler", WATER).completes("签收", case, {"签收或退件": "退件", **why, "建议承办单位": STREET})
    desks("unit_leader", WATER).completes("退件会签", case, {"是否会签退件": "会签，提交审定"})
    decided = {"退件审定": "职责有争议，提请裁决", "理由": "红线内外说法不一"}
    desks("shift_leader").completes("退件审定", case, decided)


def _rule(desks: Desks, case: str) -> None:
    """Every named unit gives its opinion; then the coordinator rules from the docket."""
    board = desks("coordinator").visit("/disputes")
    card = board.locator("section", has_text=case)
    for unit in card.locator(".board h3").all_inner_texts():
        opinion = {"本单位立场": "不属本单位职责", "理由与依据": "噪声源在红线外道路。"}
        desks("handler", unit).completes("发表意见", case, opinion)
    board.reload()
    card.get_by_role("link", name="裁定").click()
    coordinator = desks("coordinator")
    coordinator.fills({"裁定牵头单位": POLICE, "配合单位": [STREET, WATER], "裁决理由": "谁出面处置最有效。"})
    coordinator.hands_in()


def _handle_jointly(desks: Desks, case: str) -> None:
    coordinator = desks("coordinator")
    page = coordinator.visit(f"/cases/{case}")
    page.get_by_role("link", name="发起联合处置").click()
    page.get_by_label("为什么需要联合处置").fill("一家办不了")
    page.get_by_role("button", name="发起", exact=True).click()
    page.get_by_text("已发起").wait_for()
    joint = page.locator(".crumb .number").inner_text()
    coordinator.opens("制定联合处置方案", joint)
    coordinator.fills({"牵头单位": POLICE})
    units = {POLICE: "夜间查处", STREET: "现场劝导", WATER: "噪声监测"}
    rows = [{"单位": unit, "任务": task, "完成时限": SOON} for unit, task in units.items()]
    coordinator.fills_rows("各单位任务", rows)
    coordinator.hands_in()
    for unit in units:
        desks("handler", unit).completes("办理分工", joint, {"完成情况": "已完成", "办理情况": "已按分工完成。"})
    coordinator.completes("记录会议纪要", joint, {"会议纪要": "议定长效巡查。"})
    desks("handler", POLICE).completes("形成统一答复", joint, _joint_reply())


def _joint_reply() -> dict[str, Any]:
    return {"处置结果": "已解决", "公开答复": "交警牵头，街道、环水配合，已开展联合整治。"}


def _reply(text: str) -> dict[str, Any]:
    return {"办理结果": "已解决", "办理经过（内部）": "现场检查并责令整改。", "公开答复": text}


def _review(desks: Desks, case: str, *more: str) -> None:
    checked = {
        "已看到的证据": ["答复针对诉求", "结果如实", "现场照片或核查记录", "已联系诉求人", *more],
        "审核意见": "通过",
    }
    desks("reviewer").completes("结案审核", case, checked)


def _the_case_page_tells_every_step(desks: Desks, case: str) -> None:
    page = desks("coordinator").visit(f"/cases/{case}")
    page.locator("[data-diagram][data-ready='1']").first.wait_for()
    page.get_by_text("均有人员与时间").click()
    journal = page.locator("table", has=page.get_by_text("人员", exact=True)).last.inner_text()
    for step in ("受理", "分拨", "签收", "退件会签", "退件审定", "发表意见", "裁决", "结案审核", "办理"):
        assert step in journal, f"the journal does not tell of {step}"


def test_a_consult_is_answered_and_rated(citizen: Citizen, desks: Desks) -> None:
    case = citizen.submits("咨询", "出租屋电费", "出租屋的电费标准是多少？", "坪山街道", "六和社区")
    desks("intake").completes("受理", case, {"受理决定": "当场答复", **_answer("按居民电价，每度 0.68 元。")})
    _review(desks, case)
    citizen.sees("/track", "按居民电价")
    citizen.rates(solved=True)
    citizen.sees("/track", "已办结")


def test_a_suggestion_is_dispatched_evaluated_and_rated(citizen: Citizen, desks: Desks) -> None:
    case = citizen.submits("建议", "早高峰增开列车", "建议早高峰增开一趟 16 号线列车。", "坪山街道", "六和社区")
    desks("intake").completes("受理", case, {"受理决定": "受理"})
    _dispatch(desks, case, WATER)
    desks("handler", WATER).completes("签收", case, {"签收或退件": "签收"})
    desks("handler", WATER).completes("评估", case, _evaluation())
    _review(desks, case, "写明不采纳或不能办的理由")
    citizen.rates(solved=True)
    citizen.sees("/track", "已办结")


def _answer(text: str) -> dict[str, Any]:
    return {"答复": text}


def _evaluation() -> dict[str, Any]:
    return {
        "评估结论": "不采纳",
        "评估理由（内部）": "客流尚未达到加开条件。",
        "公开答复": "感谢建议，将持续关注客流。",
    }
