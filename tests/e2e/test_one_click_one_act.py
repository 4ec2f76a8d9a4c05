"""A hand that clicks twice, a line that is gone: one act or none, and all that was typed and chosen is still there."""

from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.e2e.errands import Errands
from tests.e2e.offices import WATER, code_of
from tests.e2e.people import District, Staff
from tests.e2e.photographs import a_photograph

WIDE = {"width": 1440, "height": 900}


def test_a_double_click_takes_a_task_and_keeps_what_was_chosen_for_it(
    browser: Browser, district: District, errands: Errands, tmp_path: Path
) -> None:
    case = errands.dispatched(code_of(WATER), "河边异响", "河边水泵整夜有异响。")
    errands.completes("sign", case, {"decision": "sign"}, errands.who("handler", code_of(WATER)))
    (task,) = errands.tasks("handle", case)
    leader = Staff.opened(browser, district.base, viewport=WIDE)
    leader.sign_in(district.someone("handler", code_of(WATER)))
    page = leader.opens("办理", case)
    pane = page.locator("#pane")
    if pane.get_by_role("button", name="退回待领").count():
        pane.get_by_role("button", name="退回待领").click()
    taking = pane.get_by_role("button", name="领取")
    expect(taking).to_be_visible()
    photograph = tmp_path / "水泵.jpg"
    photograph.write_bytes(a_photograph())
    page.get_by_label("公开答复").fill("已检修水泵。")
    pane.locator("input[type=file]").first.set_input_files(photograph)
    taking.dblclick()
    expect(pane.get_by_role("button", name="退回待领")).to_be_visible()
    expect(page.get_by_label("公开答复")).to_have_value("已检修水泵。")
    assert pane.locator("input[type=file]").first.evaluate("one => [...one.files].map((file) => file.name)") == [
        "水泵.jpg"
    ]
    (task,) = errands.tasks("handle", case)
    assert task.assignee
    leader.close()


def test_without_a_line_a_form_of_staff_stays_where_it_is_and_says_so(browser: Browser, district: District) -> None:
    coordinator = Staff.opened(browser, district.base)
    coordinator.sign_in(district.someone("coordinator"))
    page = coordinator.visit("/campaigns/new")
    page.get_by_label("名称").fill("夏季夜间噪声专项整治")
    page.context.set_offline(True)
    page.locator("main form button.main").evaluate("one => one.form.noValidate = true")
    page.locator("main form button.main").click()
    expect(page.locator("[data-toast]").first).to_contain_text("连接中断")
    expect(page.get_by_label("名称")).to_have_value("夏季夜间噪声专项整治")
    page.context.set_offline(False)
    coordinator.complaints.clear()  # the browser notes that it was offline
    coordinator.close()
