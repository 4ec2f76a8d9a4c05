"""What goes wrong while somebody types: a sign-in ends, a colleague is quicker, a file is none, the form is new."""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from engine.commands.revoke_session import RevokeSession
from engine.queries.open_sessions import OpenSessions
from tests.e2e import little
from tests.e2e.errands import Errands, as_actor
from tests.e2e.offices import WATER, code_of
from tests.e2e.people import Citizen, District, Staff, said_done
from tests.e2e.photographs import a_photograph

REPLY = "已责令加装隔声罩，夜间复测达标。"
WIDE = {"width": 1440, "height": 900}


@pytest.fixture
def handler(browser: Browser, district: District) -> Iterator[Staff]:
    desk = Staff.opened(browser, district.base, viewport=WIDE)
    desk.is_signed_in(district.someone("handler", code_of(WATER)))
    yield desk  # type: ignore[misc]
    desk.close()


def handling(errands: Errands) -> str:
    case = errands.dispatched(code_of(WATER), "厂区风机声", "厂区风机整夜不停。")
    errands.completes("sign", case, {"decision": "sign"}, errands.who("handler", code_of(WATER)))
    return case


def types(handler: Staff, case: str) -> Page:
    page = handler.opens("办理", case)
    handler.fills({"办理结果": "已解决", "办理经过（内部）": "到场检查。", "公开答复": REPLY})
    return page


def test_a_sign_in_that_ends_while_typing(handler: Staff, errands: Errands, district: District) -> None:
    case = handling(errands)
    page = types(handler, case)
    _end_sessions(errands, district)
    page.get_by_role("button", name="提交办理").click()
    expect(page.locator("[data-toast]")).to_contain_text("登录已失效")
    expect(page.get_by_label("公开答复")).to_have_value(REPLY)
    page.set_viewport_size({"width": 1000, "height": 800})  # without room for the pane the task is a page
    (task,) = errands.tasks("handle", case)
    handler.visit(f"/tasks/{task.id}")
    account = district.someone("handler", code_of(WATER))
    page.get_by_label("用户名").fill(account.username)
    page.get_by_label("密码").fill(account.password)
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_label("公开答复")).to_have_value(REPLY)
    handler.hands_in()
    assert errands.tasks("review_closure", case)


def test_signed_in_again_in_another_window_this_one_goes_on(
    handler: Staff, errands: Errands, district: District
) -> None:
    case = handling(errands)
    page = types(handler, case)
    page.context.clear_cookies(name="suqiu")
    page.get_by_label("公开答复").fill(f"{REPLY}请放心。")
    expect(page.locator("[data-toast]")).to_contain_text("登录已失效")
    other = page.context.new_page()
    other.goto(f"{district.base}/sign-in")
    account = district.someone("handler", code_of(WATER))
    other.get_by_label("用户名").fill(account.username)
    other.get_by_label("密码").fill(account.password)
    other.get_by_role("button", name="登录", exact=True).click()
    other.get_by_role("heading", name="待办").wait_for()
    page.get_by_role("button", name="提交办理").click()
    expect(page.locator("[data-toast]")).to_contain_text("已完成")
    (review,) = errands.tasks("review_closure", case)
    assert review


def test_a_sign_in_that_ends_before_a_page_is_sent(handler: Staff, errands: Errands, district: District) -> None:
    """The sign-in page carries what was sent, and behind it stands the form, filled in."""
    case = handling(errands)
    handler.page.set_viewport_size({"width": 1000, "height": 800})
    page = types(handler, case)
    _end_sessions(errands, district)
    page.get_by_role("button", name="提交办理").click()
    expect(page.get_by_text("填写的内容已保留")).to_be_visible()
    account = district.someone("handler", code_of(WATER))
    page.get_by_label("用户名").fill(account.username)
    page.get_by_label("密码").fill(account.password)
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_label("公开答复")).to_have_value(REPLY)
    handler.hands_in()
    assert errands.tasks("review_closure", case)


def test_what_was_refused_is_there_again_on_the_next_visit(handler: Staff, errands: Errands) -> None:
    case = handling(errands)
    page = types(handler, case)
    expect(page.locator("[data-kept]")).not_to_be_empty()
    page.get_by_label("公开答复").fill(f"{REPLY}另附监测报告。")
    page.get_by_label("办理经过（内部）").fill("")
    page.get_by_role("button", name="提交办理").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.evaluate("sessionStorage.clear()")  # another machine
    page.reload()
    handler.opens("办理", case)
    expect(page.get_by_label("公开答复")).to_have_value(f"{REPLY}另附监测报告。")


def test_what_one_window_kept_reaches_the_others(handler: Staff, errands: Errands) -> None:
    case = handling(errands)
    page = types(handler, case)
    page.route("**/unsent", lambda route: route.abort())
    page.get_by_label("公开答复").fill(f"{REPLY}断线时所写。")
    expect(page.locator("[data-toast]")).to_be_visible()
    page.unroute("**/unsent")
    handler.opens("办理", case)
    expect(page.get_by_label("公开答复")).to_have_value(f"{REPLY}断线时所写。")
    page.evaluate("sessionStorage.clear()")
    handler.opens("办理", case)
    expect(page.get_by_label("公开答复")).to_have_value(f"{REPLY}断线时所写。")


def test_a_colleague_is_quicker(handler: Staff, errands: Errands) -> None:
    case = handling(errands)
    page = types(handler, case)
    done = {"outcome": "explained", "actions": "已解释。", "public_reply": "噪声未超标。"}
    errands.completes("handle", case, done, errands.who("handler", code_of(WATER)))
    page.get_by_role("button", name="提交办理").click()
    expect(page.get_by_role("alert")).to_contain_text("仍在下面")
    expect(page.get_by_text(REPLY)).to_be_visible()


def test_a_double_click_completes_once(handler: Staff, errands: Errands) -> None:
    case = handling(errands)
    page = types(handler, case)
    page.get_by_role("button", name="提交办理").dblclick()
    expect(said_done(page)).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
    assert handler.complaints == []


def test_an_act_beside_the_form_leaves_what_is_typed_and_the_list(handler: Staff, errands: Errands) -> None:
    case = handling(errands)
    page = handler.visit(f"/worklist?view=unit&q={case}")
    page.locator("body[data-ready]").wait_for()
    page.locator("tr[data-task] a").first.click()
    pane = page.locator("#pane")
    pane.get_by_label("公开答复").fill(REPLY)
    page.route("**/unsent", lambda route: (time.sleep(0.5), route.continue_()))
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")  # the same task again, while what was typed is on its way
    expect(pane.get_by_text("尚未提交")).to_be_visible()
    expect(pane.get_by_label("公开答复")).to_have_value(REPLY)
    page.unroute("**/unsent")
    pane.get_by_text("申请延期").click()
    pane.locator("#extend-reason").fill("监测设备三天后到。")
    pane.get_by_role("button", name="提出申请").click()
    expect(pane.get_by_text("已提出申请")).to_be_visible()
    expect(pane.locator("#task-name")).to_have_text("办理")
    expect(pane.get_by_label("公开答复")).to_have_value(REPLY)
    expect(page.locator("#list tr[data-task]")).not_to_have_count(0)


def test_a_file_that_is_not_what_its_name_says(handler: Staff, errands: Errands) -> None:
    case = handling(errands)
    page = types(handler, case)
    script = {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": b"<html><script>alert(1)</script></html>"}
    page.get_by_label("现场照片等证据").set_input_files(script)  # type: ignore[arg-type]
    page.get_by_role("button", name="提交办理").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator(".field-error")).not_to_have_count(0)
    expect(page.get_by_label("公开答复")).to_have_value(REPLY)


def test_a_photograph_of_thirty_megabytes_is_made_smaller(
    browser: Browser, district: District, tmp_path_factory: pytest.TempPathFactory
) -> None:
    huge = tmp_path_factory.mktemp("photo") / "大图.png"
    huge.write_bytes(a_photograph(3200))
    assert huge.stat().st_size > 30_000_000
    citizen = Citizen.opened(browser, district.base)
    page = citizen.fills_in("咨询", "绿化带", "绿化带归谁管？", "坪山街道", "六和社区")
    page.get_by_label("照片或文件").set_input_files(huge)
    expect(page.locator(".chosen")).to_contain_text("大图.jpg")
    citizen.sends()
    expect(page.get_by_text("未保存")).to_have_count(0)
    expect(citizen.visit("/track").get_by_text("大图.jpg")).to_be_visible()
    citizen.close()


def test_a_file_chosen_before_the_page_is_all_there_is_shown(browser: Browser, district: District) -> None:
    """Over a slow line the field is there sooner than the script that looks at what is in it."""
    citizen = Citizen.opened(browser, district.base)
    page = citizen.fills_in("咨询", "绿化带", "绿化带归谁管？", "坪山街道", "六和社区")
    page.get_by_label("照片或文件").wait_for()
    slow: list[Route] = []
    page.route("**/files.js*", lambda route: slow.append(route))
    page.reload(wait_until="commit")
    patience = time.monotonic() + 30  # seconds
    photograph = {"name": "小图.png", "mimeType": "image/png", "buffer": a_photograph()}
    page.get_by_label("照片或文件").set_input_files(photograph)  # type: ignore[arg-type]
    while not slow and time.monotonic() < patience:
        page.wait_for_timeout(20)
    slow[0].continue_()
    expect(page.locator(".chosen")).to_contain_text("小图.png")
    citizen.close()


def test_a_line_lost_at_the_last_step_keeps_the_citizen_on_the_page(browser: Browser, district: District) -> None:
    """With what was typed, before it in two languages."""
    citizen = Citizen.opened(browser, district.base, viewport={"width": 360, "height": 740})
    page = citizen.fills_in("建议", "路口加一盏灯", "路口太暗，请加一盏灯。", "坪山街道", "六和社区")
    page.get_by_label("您的姓名").fill("陈小明")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_label("Your name")).to_have_value("陈小明")
    page.get_by_role("button", name="中文").click()
    expect(page.get_by_label("您的姓名")).to_have_value("陈小明")
    page.wait_for_load_state("load")  # before that the browser itself sends the form
    page.context.set_offline(True)
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.locator("[data-toast]")).to_contain_text("没有提交")
    expect(page.get_by_label("您的姓名")).to_have_value("陈小明")
    page.context.set_offline(False)
    assert citizen.sends()
    citizen.close()


def test_back_in_a_citizens_browser_shows_what_was_typed_until_it_is_sent(browser: Browser, district: District) -> None:
    citizen = Citizen.opened(browser, district.base, viewport={"width": 412, "height": 900})
    page = citizen.fills_in("建议", "路口加一盏灯", "路口太暗，请加一盏灯。", "坪山街道", "六和社区")
    page.get_by_label("您的姓名").wait_for()
    page.go_back()
    expect(page.locator("#place")).to_have_value("坪山街道|六和社区")
    page.go_back()
    expect(page.get_by_label("一句话说明")).to_have_value("路口加一盏灯")
    page.go_forward()
    page.go_forward()
    assert citizen.sends()
    page.go_back()
    expect(page.get_by_text("已经提交")).to_be_visible()
    expect(page.get_by_text("请加一盏灯")).to_have_count(0)
    citizen.close()


def test_on_a_narrow_screen_a_key_takes_the_task_and_a_lost_line_leaves_it_as_it_is(
    handler: Staff, errands: Errands
) -> None:
    case = errands.dispatched(code_of(WATER), "水泵房噪声", "水泵房夜间有噪声。")
    handler.page.set_viewport_size({"width": 360, "height": 740})
    page = handler.visit(f"/worklist?view=offered&q={case}")
    page.locator("body[data-ready]").wait_for()
    page.keyboard.press("j")
    page.keyboard.press("c")
    page.get_by_role("button", name="退回待领").wait_for()
    page.locator("body[data-ready]").wait_for()
    page.keyboard.press("e")
    page.keyboard.press("Space")
    page.context.set_offline(True)
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-toast]")).to_contain_text("没有提交")
    page.context.set_offline(False)
    page.keyboard.press("Control+Enter")
    expect(said_done(page)).to_be_visible()
    handler.opens("办理", case)


def test_units_that_were_clicked_are_there_again(browser: Browser, district: District, errands: Errands) -> None:
    case = errands.accepted("两家单位一起去", "需要两家单位一起去看。")
    dispatcher = Staff.opened(browser, district.base, viewport=WIDE)
    dispatcher.is_signed_in(district.someone("dispatcher"))
    page = dispatcher.opens("分拨", case)
    units = page.locator("#pane select[multiple]").first
    chosen = [units.locator("option").nth(nth) for nth in (0, 1)]
    for one in chosen:
        one.scroll_into_view_if_needed()
        one.click()
    expect(page.get_by_text("填写的内容已保存")).to_be_visible()
    (task,) = errands.tasks("dispatch", case)
    page = dispatcher.visit(f"/tasks/{task.id}")
    values = page.locator("select[multiple]").first.evaluate("list => [...list.selectedOptions].length")
    assert values == 2
    dispatcher.close()


def test_another_language_takes_nothing_typed_into_a_form_of_staff(browser: Browser, district: District) -> None:
    """Also in the answer to what was refused."""
    intake = Staff.opened(browser, district.base)
    intake.is_signed_in(district.someone("intake"))
    page = intake.visit("/register")
    page.get_by_label("一句话说明").fill("来电：路灯不亮")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_role("alert").first).to_be_visible()
    page.get_by_label("地址").fill("六和路口")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_label("In one line")).to_have_value("来电：路灯不亮")
    expect(page.get_by_label("Address")).to_have_value("六和路口")
    page.get_by_role("button", name="中文").click()
    expect(page.get_by_label("地址")).to_have_value("六和路口")
    intake.close()


def test_a_form_changed_by_a_new_version_while_open(browser: Browser, district: District, errands: Errands) -> None:
    old = little.deploy(errands, "visitor")
    little.begin(errands, "V-1")
    intake = Staff.opened(browser, district.base)
    intake.is_signed_in(district.someone("intake"))
    (task,) = errands.tasks("ask", "V-1")
    page = intake.visit(f"/tasks/{task.id}")
    page.get_by_label("visitor").fill("王先生，为停车场而来。")
    little.move(errands, old, little.deploy(errands, "guest", "purpose"))
    page.get_by_role("button", name="提交办理").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_text("王先生，为停车场而来。")).to_be_visible()
    page.get_by_label("guest").fill("王先生")
    page.get_by_label("purpose").fill("停车场")
    intake.hands_in()
    intake.close()


def _end_sessions(errands: Errands, district: District) -> None:
    """Every session of the handler's, as an administrator ends them."""
    account = district.someone("handler", code_of(WATER))
    admin = as_actor(district.someone("admin"))
    for one in errands.ask(OpenSessions(everybody=True), admin):
        if one["username"] == account.username:
            errands.act(RevokeSession(one["id"]), admin)
