"""A day at the worklist: hands on the keyboard, a list that stays live, a line that breaks, nothing typed lost."""

import gzip
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.errands import Errands
from tests.e2e.people import District, Staff
from tests.e2e.story import Story

WIDE = {"width": 1440, "height": 900}


@pytest.fixture(scope="module")
def story(errands: Errands) -> Story:
    return Story(errands).begin()


@pytest.fixture
def intake(browser: Browser, district: District, story: Story) -> Iterator[Staff]:
    desk = Staff.opened(browser, district.base, viewport=WIDE)
    desk.is_signed_in(district.someone("intake"))
    yield desk  # type: ignore[misc]
    desk.close()


def at_the_list(desk: Staff, view: str = "offered") -> Page:
    page = desk.visit(f"/worklist?view={view}")
    page.locator("body[data-ready]").wait_for()
    return page


def test_the_whole_way_by_keyboard_and_the_next_task_opens_by_itself(intake: Staff) -> None:
    page = at_the_list(intake)
    before = int(page.locator(".tabs [aria-current] .count").inner_text())
    assert before == page.locator("tr[data-task]").count()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="快捷键")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    second = page.locator("tr[data-current]").get_attribute("data-task")
    third = page.locator(f'tr[data-task="{second}"] + tr').get_attribute("data-task")
    page.keyboard.press("Enter")
    expect(page.locator("#pane #task-name")).to_have_text("受理")
    asked: list[str] = []
    page.on("request", lambda sent: asked.append(f"{sent.method} {sent.url}") if "/tasks/" in sent.url else None)
    page.keyboard.press("?")
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Escape")
    assert asked == []  # nothing is sent from behind the list of keys
    page.keyboard.press("c")
    expect(page.locator("#pane").get_by_role("button", name="退回待领")).to_be_visible()
    assert len(asked) <= 2, f"one claim and the page it leads to, not {asked}: a second answer would wipe what is typed"
    page.keyboard.press("e")
    page.keyboard.press("Space")
    if page.locator("#pane").get_by_role("radio", name="受理", exact=True).count() == 0:  # a consult is answered
        page.locator("#pane").get_by_role("textbox", name="答复").fill("您好，已为您查询。")
    page.keyboard.press("Control+Enter")
    expect(page.locator(f'tr[data-task="{second}"]')).to_have_count(0)
    expect(page.locator("tr[data-current]")).to_have_attribute("data-task", third or "")
    expect(page.locator("[data-toast]")).to_contain_text("已完成")
    assert intake.complaints == []


def test_what_another_takes_changes_here_and_nothing_moves(intake: Staff, browser: Browser, district: District) -> None:
    page = at_the_list(intake)
    rows = page.locator("tr[data-task]")
    taken, places = rows.first.get_attribute("data-task"), rows.count()
    other = Staff.opened(browser, district.base)
    other.is_signed_in(district.someone("intake", unlike=district.someone("intake").username))
    other.visit(f"/tasks/{taken}").get_by_role("button", name="领取").click()
    expect(page.locator("tr[data-gone]")).to_have_attribute("data-task", taken or "")
    assert rows.count() == places
    page.locator("[data-toast]").get_by_role("button", name="显示").click()
    expect(page.locator(f'tr[data-task="{taken}"]')).to_have_count(0)
    other.page.get_by_role("button", name="退回待领").click()
    other.close()


def test_where_no_stream_comes_through_the_list_is_asked_for_and_says_so(intake: Staff, errands: Errands) -> None:
    page = intake.page
    page.clock.install()
    page.route("**/events", lambda route: route.abort())
    at_the_list(intake)
    errands.submits("井盖松动", "路口的井盖松动。")
    page.clock.run_for(31_000)
    expect(page.locator("[data-toast]")).to_contain_text("有变化")
    expect(page.get_by_text("非实时")).to_be_visible()
    page.route("**/worklist*", lambda route: route.abort())
    page.clock.run_for(61_000)
    expect(page.get_by_text("连接中断")).to_be_visible()
    page.unroute("**/worklist*")
    page.unroute("**/events")
    page.clock.run_for(31_000)
    expect(page.locator("[data-stale]")).to_be_hidden()
    intake.complaints.clear()


def test_what_is_typed_outlives_a_broken_line_and_a_crash(intake: Staff, browser: Browser, district: District) -> None:
    page = at_the_list(intake)
    page.locator("tr[data-task] a").first.click()
    form = page.locator("#task-form")
    form.get_by_label("不予受理").or_(form.get_by_label("不予答复")).first.check()
    reason = form.locator("textarea:visible").first
    reason.fill("不属于本系统受理范围。")
    expect(page.locator("[data-kept]")).to_have_text("填写的内容已保存。")
    page.context.set_offline(True)
    reason.fill("不属于本系统受理范围，已告知。")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-toast]")).to_contain_text("连接中断")
    assert reason.input_value().endswith("已告知。")
    page.context.set_offline(False)
    address = page.locator("tr[data-current] a").get_attribute("href") or ""
    with page.expect_response(lambda got: got.url.endswith("/unsent") and got.ok):  # an earlier one may still be said
        reason.fill("不属于本系统受理范围，已电话告知。")
    crashed = Staff.opened(browser, district.base)
    crashed.is_signed_in(district.someone("intake"))
    again = crashed.visit(address)
    expect(again.locator("#task-form textarea:visible").first).to_have_value("不属于本系统受理范围，已电话告知。")
    again.get_by_role("button", name="重新填写").click()
    expect(again.get_by_text("尚未提交")).to_have_count(0)
    crashed.close()


def test_a_task_of_the_address_opens_though_the_view_does_not_list_it(intake: Staff) -> None:
    page = at_the_list(intake)
    row = page.locator("tr[data-task]").first
    task = row.get_attribute("data-task")
    page = intake.visit(f"/worklist?view=mine&task={task}")
    expect(page.locator(f'tr[data-task="{task}"]')).to_have_count(0)
    expect(page.locator("#pane #task-name")).to_be_visible()
    page.set_viewport_size({"width": 360, "height": 740})
    page.reload()
    expect(page).to_have_url(f"{intake.base}/tasks/{task}")
    assert intake.complaints == []


def test_several_at_once_one_after_the_other(intake: Staff, errands: Errands, district: District) -> None:
    """Takes two, chooses an answer that asks for more, and is signed out before sending it."""
    for street in ("东纵路", "金牛路"):
        errands.submits(f"单车乱停在{street}", "单车乱停，挡住人行道。")
    page = at_the_list(intake, "offered&q=单车乱停")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("[data-picked]")).to_have_text("已选 2 件")
    page.keyboard.press("b")
    page.get_by_role("button", name="全部领取").click()
    expect(page.locator("[data-said]")).to_have_text("完成 2 件，未成 0 件。")
    expect(page.locator("[data-result] .is-done")).to_have_count(2)
    expect(page.get_by_role("button", name="全部领取")).to_have_count(0)
    page.get_by_text("以同样的内容办理其中 2 件").click()
    page.get_by_role("radio", name="请诉求人补充").check()
    page.get_by_label("请诉求人补充什么").fill("停了多久？")
    page.context.clear_cookies(name="suqiu")
    page.get_by_role("button", name="办理这些").click()
    expect(page.locator("[data-said]")).to_contain_text("登录已失效")
    other = page.context.new_page()
    other.goto(f"{district.base}/sign-in")
    account = district.someone("intake")
    other.get_by_label("用户名").fill(account.username)
    other.get_by_label("密码").fill(account.password)
    other.get_by_role("button", name="登录", exact=True).click()
    other.get_by_role("heading", name="待办").wait_for()
    page.get_by_role("button", name="办理这些").click()
    expect(page.locator("[data-said]")).to_have_text("完成 2 件，未成 0 件。")
    expect(page.get_by_role("button", name="办理这些")).to_have_count(0)


def test_the_scripts_of_the_worklist_are_light(intake: Staff) -> None:
    bodies: list[bytes] = []
    page = intake.page
    page.on("response", lambda got: bodies.append(got.body()) if "/assets/" in got.url and ".js" in got.url else None)
    at_the_list(intake)
    assert 0 < sum(len(gzip.compress(body)) for body in bodies) <= 30_000
