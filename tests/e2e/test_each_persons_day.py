"""Everyone's day from sign-in to sign-out, each with the acts that make it up. What a page is not about is seeded."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from engine.commands.raise_referral import RaiseReferral
from tests.e2e.errands import Errands
from tests.e2e.offices import POLICE, STREET, WATER, Desks, code_of
from tests.e2e.people import Account, Citizen, District, Staff, said_done
from tests.e2e.photographs import a_photograph

PHOTOGRAPH = {"name": "现场.png", "mimeType": "image/png", "buffer": a_photograph()}
NOISE = ("停车场货车噪声", "大货车夜间进出噪声大，影响睡眠。")


@pytest.fixture
def plain_citizen(browser: Browser, district: District) -> Iterator[Citizen]:
    """With a telephone that runs no scripts."""
    desk = Citizen.opened(browser, district.base, java_script_enabled=False, viewport={"width": 360, "height": 740})
    yield desk  # type: ignore[misc]
    desk.close()


def test_a_citizens_day_without_scripts(plain_citizen: Citizen, errands: Errands) -> None:
    """Follows a neighbour's request with a photograph, adds something, closes it here, opens it again, withdraws."""
    neighbours = errands.submits("井盖破损有人摔倒", "培英路井盖破损，昨晚有人摔倒。")
    page = plain_citizen.fills_in(
        "投诉", "培英路井盖", "培英路井盖破损，昨晚有人摔倒，很危险。", "坪山街道", "六和社区"
    )
    page.get_by_role("radio", name="井盖破损有人摔倒").check()
    page.get_by_label("照片或文件").set_input_files(PHOTOGRAPH)  # type: ignore[arg-type]
    number = plain_citizen.sends()
    assert number != neighbours
    expect(page.get_by_text("已与“井盖破损有人摔倒”合并办理")).to_be_visible()
    code = page.locator("#tracking-code").inner_text()
    plain_citizen.sees("/track", "共 2 位诉求人")
    expect(page.get_by_text("现场.png")).to_be_visible()
    page.get_by_label("补充的内容").fill("今天又有一位老人绊倒。")
    page.get_by_role("button", name="添加").click()
    expect(page.get_by_text("已补充")).to_be_visible()
    page.get_by_role("button", name="在本机关闭").click()
    plain_citizen.tracks(number, code)
    page.get_by_text("撤回诉求").click()
    page.get_by_label("原因").fill("井盖已换好。")
    page.get_by_role("button", name="撤回", exact=True).click()
    expect(page.get_by_text("您的诉求已撤回")).to_be_visible()


def test_intakes_day(desks: Desks, errands: Errands) -> None:
    """Takes a call down and accepts it, refuses one with a reason, asks a citizen, finds what was said."""
    intake = desks("intake")
    page = intake.visit("/register")
    page.get_by_label("来源").select_option(label="来信")
    page.get_by_role("radio", name="投诉").check()
    page.get_by_label("一句话说明").fill("深汕路路灯不亮")
    page.get_by_label("发生了什么").fill("深汕路路灯三天不亮。")
    page.locator("#place").select_option(value="坪山街道|六和社区")
    page.get_by_role("textbox", name="电话").fill("13800005678")
    page.get_by_role("button", name="登记", exact=True).click()
    number = page.locator(".receipt .big").first.inner_text()
    intake.completes("受理", number, {"受理决定": "受理"})
    refused = errands.submits("邻居借钱不还", "邻居借钱不还，请处理。")
    intake.completes("受理", refused, {"受理决定": "不予受理", "不予受理的理由": "属民事纠纷，请向法院起诉。"})
    asked = errands.submits("夜里有怪声", "夜里有怪声，不知从哪里来。")
    intake.completes("受理", asked, {"受理决定": "请诉求人补充", "请诉求人补充什么": "几点开始，从哪个方向来？"})
    page = intake.visit(f"/cases?q={number}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("深汕路路灯不亮")
    intake.signs_out()


def test_a_dispatchers_day(desks: Desks, errands: Errands) -> None:
    """Reads why a unit is proposed and confirms it with one key; the next one opens."""
    errands.dispatched(code_of(WATER), *NOISE)
    cases = [errands.accepted(*NOISE) for _ in range(2)]
    dispatcher = desks("dispatcher")
    page = dispatcher.visit(f"/worklist?view=offered&q={NOISE[0]}")
    page.get_by_role("row").filter(has_text=cases[0]).get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="系统建议")).to_be_visible()
    page.keyboard.press("Enter")
    expect(said_done(page)).to_be_visible()
    expect(page.locator("#pane #task-form")).to_be_visible()
    expect(page.locator("#pane")).not_to_contain_text(cases[0])
    expect(page.get_by_role("button", name="按建议确认")).to_be_focused()
    page.get_by_text("依据", exact=True).first.click()
    dispatcher.fills({"事项（职责清单）": "工业红线内噪声", "牵头单位": WATER, "分拨理由": "按职责清单"})
    page.keyboard.press("Control+Enter")
    expect(page.locator("#pane [data-done]")).to_be_focused()
    dispatcher.signs_out()


def test_a_shift_leaders_day(desks: Desks, errands: Errands) -> None:
    """Sees the returns and each dispatcher's load, reviews a return, hands a task to a dispatcher."""
    case = _returned(errands)
    waiting = errands.accepted(*NOISE)
    leader = desks("shift_leader")
    page = leader.visit("/shift")
    card = page.get_by_role("article").filter(has_text=case)
    expect(card).to_contain_text("红线外由街道负责")
    card.get_by_role("link", name="审定").click()
    leader.fills({"退件审定": "驳回，原单位续办", "理由": "红线图显示在厂区内。"})
    leader.hands_in()
    page = leader.visit("/shift")
    expect(page.get_by_role("article").filter(has_text=case)).to_have_count(0)
    row = page.get_by_role("row").filter(has_text="周分拨")
    in_hand, back = (int(row.get_by_role("cell").nth(at).inner_text().split()[0]) for at in (0, 3))
    assert back >= 1
    (task,) = errands.tasks("dispatch", waiting)
    leader.visit(f"/tasks/{task.id}").get_by_text("指派", exact=True).first.click()
    page.get_by_label("交给谁").select_option(label="周分拨")
    page.get_by_role("button", name="指派", exact=True).click()
    expect(page.get_by_text("任务已交给 周分拨")).to_be_visible()
    expect(leader.visit("/shift").get_by_role("row").filter(has_text="周分拨")).to_contain_text(str(in_hand + 1))
    leader.signs_out()


def test_a_handlers_day(desks: Desks, errands: Errands) -> None:
    """Signs, reads why the date is what it is, asks for more time, answers with a photograph."""
    case = errands.dispatched(code_of(WATER), *NOISE)
    handler = desks("handler", WATER)
    handler.completes("签收", case, {"签收或退件": "签收"})
    page = handler.opens("办理", case)
    page.get_by_text("期限说明").first.click()
    page.get_by_text("申请延期").click()
    page.locator("#extend-reason").fill("监测设备三天后到。")
    page.get_by_role("button", name="提出申请").click()
    expect(page.get_by_text("已提出申请")).to_be_visible()
    handler.opens("办理", case)
    page.get_by_label("现场照片等证据").set_input_files(PHOTOGRAPH)  # type: ignore[arg-type]
    handler.fills(
        {"办理结果": "已解决", "办理经过（内部）": "责令加装隔声罩。", "公开答复": "已加装隔声罩，噪声达标。"}
    )
    handler.hands_in()
    handler.signs_out()


def test_an_administrators_day(desks: Desks, browser: Browser, district: District) -> None:
    """Makes an account; its person sets a password by the code and signs in; the session is ended."""
    admin = desks("admin")
    page = admin.visit("/users/new")
    page.get_by_label("用户名").fill("xinren")
    page.get_by_label("显示姓名").fill("新人")
    page.get_by_role("checkbox", name="受理员").check()
    page.get_by_role("button", name="建立账号").click()
    code = page.locator("#reset-code").inner_text()
    newcomer = Staff.opened(browser, district.base)
    theirs = newcomer.visit("/sign-in/code")
    theirs.get_by_label("用户名").fill("xinren")
    theirs.get_by_label("一次性代码").fill(code)
    theirs.get_by_label("新密码").fill("清晨的第一班公交车上很空")
    theirs.get_by_role("button", name="设置").click()
    newcomer.sign_in(Account("xinren", "清晨的第一班公交车上很空", ["intake"]))
    page = admin.visit("/sessions")
    page.get_by_role("button", name="终止 新人 的登录").click()
    expect(newcomer.visit("/worklist").get_by_role("heading", name="工作人员登录")).to_be_visible()
    newcomer.close()
    for path, said in (("/responsibility-list?q=噪声", "工业红线内噪声"), ("/calendar", "2026")):
        expect(admin.visit(path).get_by_text(said).first).to_be_visible()
    admin.signs_out()


def test_a_leaders_day(desks: Desks, errands: Errands) -> None:
    """Looks at the processes as they run, opens a case behind a number, orders key supervision, hands cases over."""
    case = errands.dispatched(code_of(WATER), *NOISE)
    leader = desks("leader")
    page = leader.visit("/live/complaint")
    page.get_by_role("table").first.wait_for()
    page = leader.visit(f"/cases/{case}")
    page.get_by_text("重点督办", exact=True).click()
    page.locator("#key_supervise-reason").fill("群众反映强烈。")
    page.get_by_role("button", name="列入").click()
    expect(page.get_by_text("已列入重点督办")).to_be_visible()
    page.get_by_role("link", name="移送纪检").click()
    page.get_by_label("需要查明的问题").fill("同一厂区三次整改后复发。")
    page.get_by_role("button", name="移送", exact=True).click()
    expect(page.get_by_text("已移送")).to_be_visible()
    leader.signs_out()


def test_the_discipline_organs_day(desks: Desks, errands: Errands) -> None:
    """Reads what was handed over and receives it under its own file number; sees no case beyond it."""
    case = errands.dispatched(code_of(STREET), *NOISE)
    errands.act(RaiseReferral((case,), "repeated_shirking", "三次退件，无人办理。"), errands.who("leader"))
    discipline = desks("discipline")
    page = discipline.visit("/referrals")
    card = page.locator("section", has_text=case)
    card.get_by_label("文号").fill("坪纪〔2026〕7 号")
    card.get_by_role("button", name="签收").click()
    expect(page.locator("section", has_text=case)).to_contain_text("坪纪〔2026〕7 号")
    expect(discipline.visit(f"/cases/{case}").get_by_role("heading", level=1)).to_have_text("没有找到")
    discipline.complaints.clear()  # the console tells of the 404 above
    discipline.signs_out()


def _returned(errands: Errands) -> str:
    """A case whose unit returned it, signed by the unit's leader."""
    case = errands.dispatched(code_of(WATER), *NOISE)
    said = {"ground": "not_our_duty", "clause": "other", "other_clause": "红线外由街道负责", "evidence": "红线图"}
    returned = {"decision": "return", **said, "suggested_unit": code_of(POLICE)}
    errands.completes("sign", case, returned, errands.who("handler", code_of(WATER)))
    errands.completes("cosign_return", case, {"decision": "cosign"}, errands.who("unit_leader", code_of(WATER)))
    return case
