"""The founding story in the browser: fifty-five neighbours, a quarrel, one ruling, one room, fifty-five answers."""

from playwright.sync_api import Browser, expect

from engine.queries.tracking import Tracking
from tests.e2e.errands import CITIZEN, Errands
from tests.e2e.offices import POLICE, STREET, WATER, Desks, code_of, handle_together, passed
from tests.e2e.people import Citizen, District

MANY, DISPATCHED = 55, 12
TITLE, MATTER = "露天停车场货车噪声", "停车场"
WORDS = ("大货车夜间进出噪声大", "夜里发动机声吵得睡不着", "半夜装卸扰民", "大货车凌晨鸣喇叭", "货车怠速，关窗也听得见")
HERE = {"street": "坪山街道", "community": "和平社区", "address": "某露天停车场"}
ANSWER = "四次夜间联合执法后噪声已消除，限高杆已装。"


def test_the_car_park(citizen: Citizen, desks: Desks, errands: Errands, browser: Browser, district: District) -> None:
    first = citizen.submits("投诉", TITLE, WORDS[0], HERE["street"], HERE["community"])
    _quarrel(errands, first)
    _ruled_from_the_docket(desks, first)
    errands.dispatches(first, code_of(POLICE), MATTER, code_of(STREET), code_of(WATER))
    errands.completes("sign", first, {"decision": "sign"}, errands.who("handler", code_of(POLICE)))
    neighbours = [_neighbour(errands, nth, first) for nth in range(1, MANY)]
    joint = _convened_with_one_click(desks, errands)
    handle_together(desks, joint, ANSWER)
    passed(desks, first)
    _each_is_looked_at(errands, neighbours)
    citizen.sees("/track", ANSWER)
    assert sum(_is_answered(errands, number) for number in neighbours) == MANY - 1
    last = Citizen.opened(browser, district.base)
    last.tracks(neighbours[-1], errands.codes[neighbours[-1]])
    expect(last.page.get_by_text(ANSWER)).to_be_visible()
    expect(last.page.get_by_text(f"共 {MANY} 位诉求人")).to_be_visible()
    last.close()


def _quarrel(errands: Errands, case: str) -> None:
    """The street says it has no power; every unit that is named says it is not its duty."""
    errands.completes("accept", case, {"decision": "accept"}, errands.who("intake"))
    errands.dispatches(case, code_of(STREET), MATTER, code_of(POLICE), code_of(WATER))
    returned = {"decision": "return", "ground": "no_power", "clause": "街道没有执法权", "evidence": "夜查记录"}
    street = code_of(STREET)
    errands.completes("sign", case, {**returned, "suggested_unit": code_of(POLICE)}, errands.who("handler", street))
    errands.completes("cosign_return", case, {"decision": "cosign"}, errands.who("unit_leader", street))
    disputed = {"decision": "open_dispute", "reason": "各说各话"}
    errands.completes("review_return", case, disputed, errands.who("shift_leader"))
    for task in errands.tasks("give_opinion", case):
        said = {"position": "not_ours", "reason": "不属本单位职责"}
        errands.completes("give_opinion", case, said, errands.who("handler", task.unit))


def _ruled_from_the_docket(desks: Desks, case: str) -> None:
    coordinator = desks("coordinator")
    board = coordinator.visit("/disputes")
    card = board.locator("section", has_text=case)
    expect(card.locator(".board .card")).not_to_have_count(0)
    card.get_by_role("link", name="裁定").click()
    coordinator.fills({
        "裁定牵头单位": POLICE, "配合单位": [STREET, WATER], "裁决理由": "谁出面处置最有效。", "作为先例": True,
    })  # fmt: skip
    coordinator.hands_in()


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
