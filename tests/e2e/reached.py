"""What stands on the screen only after an act: answers to what was sent, what follows a form, what was folded up."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from urllib.parse import urljoin

from playwright.sync_api import Page

from tests.e2e.people import District

SEND = """([address, fields]) => {
  const form = document.createElement('form');
  const token = document.querySelector('[name=csrf_token]').value;
  for (const [name, value] of Object.entries({ csrf_token: token, ...fields })) {
    const one = form.appendChild(document.createElement('textarea'));
    one.name = name;
    one.value = value;
  }
  Object.assign(form, { method: 'post', enctype: 'multipart/form-data', action: address });
  document.body.append(form);
  form.submit();
}"""
UNFOLD = "document.querySelectorAll('main details').forEach((one) => { one.open = true; })"
Act = Callable[[Page, District], None]


def sends(address: str, **fields: str) -> Act:
    """What another window, or an older page, might send; ``address`` may go on from that of the page."""

    def act(page: Page, _: District) -> None:
        with page.expect_navigation():
            page.evaluate(SEND, [urljoin(f"{page.url}/", address), fields])

    return act


def hands_in(form: str) -> Act:
    """The form as it stands, past what the browser itself would ask for."""

    def act(page: Page, _: District) -> None:
        with page.expect_navigation():
            page.locator(form).evaluate("(form) => form.submit()")

    return act


def unfolds(page: Page, _: District) -> None:
    page.evaluate(UNFOLD)


def opens_the_menu(page: Page, _: District) -> None:
    page.locator(".more > summary").click()


def registers(page: Page, _: District) -> None:
    page.locator("[name=kind][value=complaint]").check()
    page.locator("#title").fill("深汕路路灯不亮")
    page.locator("#text").fill("深汕路路灯三天不亮，夜里看不见路。")
    page.locator("#place").select_option(value="坪山街道|六和社区")
    page.locator("#phone").fill("13800005678")
    page.locator("main form button.main").click()
    page.locator(".receipt").wait_for()


def presses(*names: str) -> Act:
    """A button of the page, by its name in the page's language."""

    def act(page: Page, _: District) -> None:
        with page.expect_navigation():
            page.get_by_role("button", name=re.compile("|".join(names))).click()

    return act


def goes_on(steps: int) -> Act:
    """So many steps further in a citizen's request."""

    def act(page: Page, _: District) -> None:
        page.locator("[name=kind][value=complaint]").check()
        page.locator("#title").fill("停车场货车噪声")
        page.locator("#text").fill("货车整夜进出，无法入睡。")
        for step in range(2, 2 + steps):
            if step == 3:
                page.locator("#place").select_option(value="坪山街道|六和社区")
            page.locator(f"button.main[name=go][value='{step}']").click()
            page.locator(".stairs .here", has_text=str(step)).wait_for()

    return act


def comes_while_a_table_is_away(page: Page, district: District) -> None:
    """A fault of ours, as it would be after half a migration."""
    with closing(sqlite3.connect(district.var / "suqiu.db", isolation_level=None, timeout=60)) as database:
        database.execute("ALTER TABLE reply_templates RENAME TO away")
        try:
            page.reload()
        finally:
            database.execute("ALTER TABLE away RENAME TO reply_templates")
