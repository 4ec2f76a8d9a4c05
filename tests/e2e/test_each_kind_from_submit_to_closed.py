"""Each kind of request from submit to closed, in the browser, by the people whose steps they are."""

from typing import Any

from tests.e2e.furnished import drawn
from tests.e2e.offices import POLICE, STREET, WATER, Desks, dispatch, handle_together, passed
from tests.e2e.people import Citizen


def test_a_complaint_is_returned_disputed_ruled_handled_jointly_redone_and_closed(
    citizen: Citizen, desks: Desks
) -> None:
    case = citizen.submits("投诉", "工厂夜间噪声", "厂区风机整夜不停，影响睡眠。", "坪山街道", "六和社区")
    desks("intake").completes("受理", case, {"受理决定": "受理"})
    dispatch(desks, case, WATER)
    _return(desks, case)
    _rule(desks, case)
    dispatch(desks, case, POLICE)
    desks("handler", POLICE).completes("签收", case, {"签收或退件": "签收"})
    handle_together(desks, _convene(desks, case), "交警牵头，街道、环水配合，已开展联合整治。")
    passed(desks, case)
    citizen.rates(solved=False)
    desks("handler", POLICE).completes("办理", case, _reply("再次到场，设备已加隔声罩。"))
    passed(desks, case)
    citizen.rates(solved=True)
    citizen.sees("/track", "已办结")
    _the_case_page_tells_every_step(desks, case)


def _return(desks: Desks, case: str) -> None:
    clause = {"依据条款": "清单中没有适用的，另行写明", "清单以外的条款": "红线外由街道负责"}
    why = {"退件理由": "不属本单位职责", **clause, "证据说明": "现场勘查照片与红线图"}
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


def _convene(desks: Desks, case: str) -> str:
    page = desks("coordinator").visit(f"/cases/{case}")
    page.get_by_role("link", name="发起联合处置").click()
    page.get_by_label("为什么需要联合处置").fill("一家办不了")
    page.get_by_role("button", name="发起", exact=True).click()
    page.get_by_text("已发起").wait_for()
    return page.locator(".crumb .number").inner_text()


def _reply(text: str) -> dict[str, Any]:
    return {"办理结果": "已解决", "办理经过（内部）": "现场检查并责令整改。", "公开答复": text}


def _the_case_page_tells_every_step(desks: Desks, case: str) -> None:
    page = desks("coordinator").visit(f"/cases/{case}")
    drawn(page)
    page.get_by_text("均有人员与时间").click()
    journal = page.locator("table", has=page.get_by_text("人员", exact=True)).last.inner_text()
    for step in ("受理", "分拨", "签收", "退件会签", "退件审定", "发表意见", "裁决", "结案审核", "办理"):
        assert step in journal, f"the journal does not tell of {step}"


def test_a_consult_is_answered_and_rated(citizen: Citizen, desks: Desks) -> None:
    case = citizen.submits("咨询", "出租屋电费", "出租屋的电费标准是多少？", "坪山街道", "六和社区")
    desks("intake").completes("受理", case, {"受理决定": "当场答复", **_answer("按居民电价，每度 0.68 元。")})
    passed(desks, case)
    citizen.sees("/track", "按居民电价")
    citizen.rates(solved=True)
    citizen.sees("/track", "已办结")


def test_a_suggestion_is_dispatched_evaluated_and_rated(citizen: Citizen, desks: Desks) -> None:
    case = citizen.submits("建议", "早高峰增开列车", "建议早高峰增开一趟 16 号线列车。", "坪山街道", "六和社区")
    desks("intake").completes("受理", case, {"受理决定": "受理"})
    dispatch(desks, case, WATER)
    desks("handler", WATER).completes("签收", case, {"签收或退件": "签收"})
    desks("handler", WATER).completes("评估", case, _evaluation())
    passed(desks, case, "写明不采纳或不能办的理由")
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
