"""The founding story in the browser: fifty-five neighbours, a quarrel, one ruling, one room, fifty-five answers.

Every person of the story acts through the pages once; what only repeats it is done by commands.
"""

import re

from playwright.sync_api import Browser, expect

from engine.queries.tracking import Tracking
from tests.e2e.errands import CITIZEN, Errands
from tests.e2e.offices import POLICE, STREET, WATER, Desks, code_of, handle_together, passed
from tests.e2e.people import Citizen, District

MANY, DISPATCHED, BY_PAGE = 55, 12, 2
TITLE, MATTER = "露天停车场货车噪声", "停车场"
WORDS = ("大货车夜间进出噪声大", "夜里发动机声吵得睡不着", "半夜装卸扰民", "大货车凌晨鸣喇叭", "货车怠速，关窗也听得见")
HERE = {"street": "坪山街道", "community": "和平社区", "address": "某露天停车场"}
ANSWER = "四次夜间联合执法后噪声已消除，限高杆已装。"


def test_the_car_park(citizen: Citizen, desks: Desks, errands: Errands, browser: Browser, district: District) -> None:
    first = citizen.submits("投诉", TITLE, WORDS[0], HERE["street"], HERE["community"])
    _quarrel(desks, first)
    _ruled_from_the_docket(desks, first)
    _dispatched_as_ruled(desks, first)
    others = [Citizen.opened(browser, district.base) for _ in range(BY_PAGE)]
    joined = [one.submits("投诉", TITLE, WORDS[1], HERE["street"], HERE["community"]) for one in others]
    for number in joined:
        _joined_by_intake(desks, number, first)
    neighbours = [_neighbour(errands, nth, first) for nth in range(BY_PAGE + 1, MANY)]
    joint = _convened_with_one_click(desks, errands)
    handle_together(desks, joint, ANSWER)
    for number in (first, joined[0]):
        passed(desks, number)
    _each_is_looked_at(errands, [*joined[1:], *neighbours])
    for one in (citizen, *others):
        one.sees("/track", ANSWER)
        expect(one.page.get_by_text(re.compile(rf"共有? {MANY} 位诉求人"))).to_be_visible()
        one.rates(solved=True)
    for one in others:
        one.close()
    assert sum(_is_answered(errands, number) for number in neighbours) == MANY - 1 - BY_PAGE


def _quarrel(desks: Desks, case: str) -> None:
    """The street says it has no power; every unit that is named says it is not its duty."""
    desks("intake").completes("受理", case, {"受理决定": "受理"})
    chosen = {"事项（职责清单）": MATTER, "紧急程度": "一般", "牵头单位": STREET, "配合单位": [POLICE, WATER]}
    desks("dispatcher").completes("分拨", case, {**chosen, "分拨理由": "就近先办"})
    street = desks("handler", STREET)
    street.opens("签收", case)
    clause = street.page.locator("#f-clause option").nth(1).text_content() or ""
    assert clause.startswith("职责清单") and POLICE in clause, "the list says who leads"
    returned = {"签收或退件": "退件", "退件理由": "无执法权限", "依据条款": clause, "证据说明": "二十五天夜查记录"}
    street.fills({**returned, "建议承办单位": POLICE})
    street.hands_in()
    desks("unit_leader", STREET).completes("退件会签", case, {"是否会签退件": "会签，提交审定"})
    desks("shift_leader").completes(
        "退件审定", case, {"退件审定": "职责有争议，提请裁决", "理由": "各说各话，请裁决。"}
    )
    for unit in (STREET, POLICE, WATER):
        said = {"本单位立场": "不属本单位职责", "理由与依据": "不属本单位职责。"}
        desks("handler", unit).completes("发表意见", case, said)


def _ruled_from_the_docket(desks: Desks, case: str) -> None:
    """Both sides, the list and the records stand on the page of the form."""
    coordinator = desks("coordinator")
    board = coordinator.visit("/disputes")
    card = board.locator("section", has_text=case)
    expect(card.locator(".board .card")).not_to_have_count(0)
    card.get_by_role("link", name="裁定").click()
    expect(board.get_by_role("heading", name="各方意见")).to_be_visible()
    expect(board.get_by_text("二十五天夜查记录")).to_be_visible()
    coordinator.fills({
        "裁定牵头单位": POLICE, "配合单位": [STREET, WATER], "裁决理由": "谁出面处置最有效。", "作为先例": True,
    })  # fmt: skip
    coordinator.hands_in()


def _dispatched_as_ruled(desks: Desks, case: str) -> None:
    chosen = {"事项（职责清单）": MATTER, "紧急程度": "一般", "牵头单位": POLICE, "配合单位": [STREET, WATER]}
    desks("dispatcher").completes("分拨", case, {**chosen, "分拨理由": "按裁定"})
    desks("handler", POLICE).completes("签收", case, {"签收或退件": "签收"})


def _joined_by_intake(desks: Desks, number: str, first: str) -> None:
    intake = desks("intake")
    intake.opens("受理", number)
    option = intake.page.locator("#f-parent option", has_text=first).text_content()
    intake.fills({"受理决定": "并入已有案件", "并入哪一件": option})
    intake.hands_in()


def _neighbour(errands: Errands, nth: int, first: str) -> str:
    """Most are joined by intake; the last dozen reach units of their own before anybody sees that they are one."""
    number = errands.submits(TITLE, WORDS[nth % len(WORDS)], **HERE)
    if nth < MANY - DISPATCHED:
        errands.completes("accept", number, {"decision": "merge", "parent": first}, errands.who("intake"))
    else:
        errands.completes("accept", number, {"decision": "accept"}, errands.who("intake"))
        errands.dispatches(number, code_of(STREET), MATTER)
    return number


def _convened_with_one_click(desks: Desks, errands: Errands) -> str:
    errands.settle()
    coordinator = desks("coordinator")
    page = coordinator.sees("/clusters", MATTER)
    page.get_by_role("table", name="建议协调").get_by_role("link", name=MATTER).first.click()
    expect(page.get_by_role("table", name="诉求数").locator("tbody tr")).to_have_count(MANY)
    page.get_by_role("button", name="一键召集").click()
    expect(page.get_by_text(f"已召集；并入 {DISPATCHED} 件")).to_be_visible()
    return page.locator(".crumb .number").inner_text()


def _each_is_looked_at(errands: Errands, neighbours: list[str]) -> None:
    """Every neighbour's answer is reviewed on its own, since each may be about something else."""
    errands.settle()
    seen = ["answers_request", "outcome_honest", "site_photos", "contacted"]
    for number in neighbours:
        passing = {"decision": "pass", "evidence_checked": seen}
        errands.completes("review_closure", number, passing, errands.who("reviewer"))


def _is_answered(errands: Errands, number: str) -> bool:
    """By the query behind the citizen's page: own number, own code, the one reply."""
    tracked = errands.ask(Tracking(number, errands.codes[number]), CITIZEN)
    return tracked["number"] == number and ANSWER in tracked["replies"][-1]["text"]
