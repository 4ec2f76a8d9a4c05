"""A designer's sign-in ends while a file is open: after signing in again, beside it, what was drawn is saved."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.designer import BUNDLE, Designer
from tests.e2e.people import District

STATE = "[data-state]"


def names_a_step(page: Page) -> None:
    page.evaluate("modeler.get('selection').select(modeler.get('elementRegistry').get('accept'))")
    field = page.locator("#bio-properties-panel-name")
    field.fill("重新登录之后")
    field.press("Tab")


def writes_into_a_cell(page: Page) -> None:
    cell = page.locator(".tjs-container td.annotation .content-editable").last
    cell.click()
    cell.press("End")
    cell.press_sequentially("重新登录之后")
    page.keyboard.press("Tab")


def writes_into_a_label(page: Page) -> None:
    page.locator(".fjs-form-field-textarea, .fjs-form-field-textfield").first.click()
    label = page.locator("#bio-properties-panel-label")
    if not label.is_visible():
        page.locator("[data-group-id=group-general] .bio-properties-panel-group-header").click()
    label.fill("重新登录之后")
    page.keyboard.press("Tab")


@pytest.mark.parametrize(
    ("file", "draws"),
    [
        ("consult.bpmn", names_a_step),
        ("time_limit.dmn", writes_into_a_cell),
        ("handle.form", writes_into_a_label),
    ],
)
def test_what_was_drawn_while_signed_out_is_saved_after_signing_in_again(
    designer: Designer, district: District, file: str, draws: Callable[[Page], None]
) -> None:
    designer.begins()
    page = designer.draws(file)
    beside = Designer(page.context.new_page(), district.base)
    beside.visit("/worklist")
    beside.signs_out()
    draws(page)
    expect(page.locator(STATE)).to_contain_text("您已退出登录")
    beside.sign_in(district.someone("designer"))
    page.get_by_role("button", name="立即保存").click()
    designer.is_saved()
    page.get_by_role("button", name="重新检查").click()
    expect(page.locator("[data-problem-count]")).not_to_contain_text("400")
    kept = f"fetch('/designer/{BUNDLE}/content/{file}').then(r => r.json()).then(r => r.content)"
    assert "重新登录之后" in page.evaluate(kept)
    page.get_by_role("button", name="退出登录").click()  # with the token that counts now
    page.get_by_text("您已退出登录").wait_for()


def test_what_one_drew_goes_into_nobody_elses_draft(designer: Designer, district: District, browser: Browser) -> None:
    mine = district.someone("designer")
    other = district.someone("admin", unlike=mine.username)
    designer.begins()
    page = designer.draws("consult.bpmn")
    beside = Designer(page.context.new_page(), district.base)
    beside.visit("/worklist")
    beside.signs_out()
    beside.sign_in(other)
    names_a_step(page)
    expect(page.locator(STATE)).to_contain_text(f"请在另一个标签页以 {mine.username} 登录")
    beside.visit("/worklist")
    beside.signs_out()
    beside.sign_in(mine)
    page.get_by_role("button", name="立即保存").click()
    designer.is_saved()
