"""The people of a browser test: a citizen and the staff, each in a browser context of their own, acting by labels."""

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page

CONTROLS = "select, textarea, input:not([type=radio]):not([type=search])"
PATIENCE = 60.0  # seconds; what is there sooner is not waited for, and a busy machine may take long
Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Account:
    """One line of var/demo_accounts.json."""

    username: str
    password: str
    roles: list[str]
    unit: str | None = None
    name: str | None = None


@dataclass
class District:
    """Where the pages are, and who works there."""

    base: str
    accounts: list[Account]
    var: Path

    def someone(self, role: str, unit: str | None = None, *, unlike: str | None = None) -> Account:
        """A person of this role (and unit), another than ``unlike``."""
        for account in self.accounts:
            if role in account.roles and unit in (None, account.unit) and account.username != unlike:
                return account
        raise LookupError(f"the demo district has no {role} in {unit}")


@dataclass
class Desk:
    """A person at a browser. Whatever the console complains about is kept, for the test to look at."""

    page: Page
    base: str
    complaints: list[str] = field(default_factory=list)

    @classmethod
    def opened(cls, browser: Browser, base: str, **context: Any) -> "Desk":
        made: BrowserContext = browser.new_context(locale="zh-CN", **context)
        made.set_default_timeout(1000 * PATIENCE)
        desk = cls(made.new_page(), base)
        desk.page.on("console", lambda said: desk.complaints.append(said.text) if said.type == "error" else None)
        desk.page.on("pageerror", lambda error: desk.complaints.append(str(error)))
        return desk

    def looks(self, language: str, width: int, height: int = 900, theme: str = "auto") -> None:
        """From the next page on."""
        cookies = [{"name": "language", "value": language}, {"name": "theme", "value": theme}]
        self.page.context.add_cookies([{**one, "url": self.base} for one in cookies])  # type: ignore[typeddict-item]
        self.page.set_viewport_size({"width": width, "height": height})

    def visit(self, path: str) -> Page:
        self.page.goto(self.base + path)
        return self.page

    def sign_in(self, account: Account) -> "Desk":
        page = self.visit("/sign-in")
        page.get_by_label("用户名").fill(account.username)
        page.get_by_label("密码").fill(account.password)
        page.get_by_role("button", name="登录", exact=True).click()
        page.get_by_role("heading", name="待办", level=1).wait_for()
        return self

    def is_signed_in(self, account: Account) -> "Desk":
        """As after ``sign_in``, without drawing its pages: for a test that is not about signing in."""
        request, address = self.page.context.request, f"{self.base}/sign-in"
        token = re.findall(r'name="csrf_token" value="([^"]+)"', request.get(address).text())[0]
        typed = {"csrf_token": token, "username": account.username, "password": account.password}
        answer = request.post(address, form=typed, headers={"Origin": self.base}, max_redirects=0)
        assert answer.status == 302, answer.text()
        return self

    def sees(self, path: str, text: str) -> Page:
        """Loads the page until it says so: what the clock delivers comes a moment later."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            page = self.visit(path)
            if page.get_by_text(text).count():
                return page
            page.wait_for_timeout(300)
        raise AssertionError(f"{path} does not say “{text}”:\n{self.page.locator('main').inner_text()}")

    def signs_out(self) -> None:
        """And is a stranger to the pages of staff from then on."""
        self.page.get_by_role("button", name="退出登录").click()
        self.page.get_by_text("您已退出登录").wait_for()
        self.page.goto(self.base + "/worklist")
        self.page.get_by_role("heading", name="工作人员登录").wait_for()
        self.complaints[:] = [said for said in self.complaints if "401" not in said]

    def close(self) -> None:
        self.page.context.close()


class Citizen(Desk):
    """Submits, follows, rates."""

    def submits(self, kind: str, title: str, text: str, street: str, community: str) -> str:
        """Returns the number; number and code stay in this browser."""
        self.fills_in(kind, title, text, street, community)
        return self.sends()

    def fills_in(self, kind: str, title: str, text: str, street: str, community: str) -> Page:
        """The first two of the three steps; the third is open."""
        page = self.visit("/submit")
        page.get_by_role("radio", name=kind).check()
        page.get_by_label("一句话说明").fill(title)
        page.get_by_label("发生了什么").fill(text)
        page.get_by_role("button", name="下一步").click()
        page.locator("#place").select_option(value=f"{street}|{community}")
        page.get_by_role("button", name="下一步").click()
        return page

    def sends(self) -> str:
        page = self.page
        page.get_by_label("您的姓名").fill("陈小明")
        page.get_by_role("textbox", name="电话").fill("13800005678")
        page.get_by_role("button", name="提交", exact=True).click()
        return page.locator("#number").inner_text()

    def tracks(self, number: str, code: str) -> Page:
        page = self.visit("/track")
        page.get_by_label("编号").fill(number)
        page.get_by_label("查询码").fill(code)
        page.get_by_role("button", name="查询").click()
        page.locator(".crumb .number", has_text=number).wait_for()
        return page

    def rates(self, solved: bool) -> None:
        page = self.visit("/track")
        for group in ("办理速度", "办理效果", "服务态度"):
            page.get_by_role("group", name=group).get_by_role("radio", name=re.compile("^4")).check()
        page.get_by_role("radio", name="已解决" if solved else "未解决", exact=True).check()
        page.get_by_role("button", name="提交评价").click()
        page.get_by_text("感谢评价").wait_for()


def said_done(page: Page) -> Locator:
    """The sentence that a task is completed; pane and foot of the page both say it until the next task opens."""
    return page.get_by_role("status").filter(has_text="已完成").first


class Staff(Desk):
    """Finds a task of a case in the worklist, fills its form by labels, completes it."""

    def completes(self, step: str, case: str, answers: Answers) -> None:
        self.opens(step, case)
        self.fills(answers)
        self.hands_in()

    def hands_in(self) -> None:
        """Completes the task on the page; what the page refuses is the failure's text."""
        self.page.get_by_role("button", name="提交办理").click()
        refused = self.page.get_by_role("alert")
        said_done(self.page).or_(refused).first.wait_for()
        assert not refused.count(), refused.all_inner_texts()

    def opens(self, step: str, case: str) -> Page:
        """What one case sends to another is delivered by the clock, so a task may come a moment later."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            for view in ("mine", "offered"):
                page = self.visit(f"/worklist?view={view}&q={case}")
                named = page.get_by_role("cell", name=step, exact=True)
                row = page.get_by_role("row").filter(has_text=case).filter(has=named)
                if row.count():
                    row.first.get_by_role("link").first.click()
                    page.get_by_role("heading", name=step, level=1).wait_for()
                    return page
            page.wait_for_timeout(300)
        raise AssertionError(f"no task “{step}” of {case} in the worklist")

    def fills(self, answers: Answers) -> None:
        """Answers by label: text, an option's label, several of them, or True; a condition may bring a field in."""
        form = self.page.locator("#task-form")
        for label, answer in answers.items():
            if isinstance(answer, list):
                self._several(label, answer)
                continue
            option = form.get_by_role("group", name=label).or_(form.get_by_role("radiogroup", name=label))
            if option.count():
                option.first.get_by_label(answer, exact=True).check()
                continue
            control = form.get_by_label(label).and_(form.locator(CONTROLS)).locator("visible=true").first
            control.wait_for()
            if control.evaluate("one => one.tagName") == "SELECT":
                control.select_option(label=answer)
            elif answer is True:
                control.check()
            else:
                control.fill(answer)

    def _several(self, label: str, answers: list[Any]) -> None:
        form = self.page.locator("#task-form")
        group = form.get_by_role("group", name=label)
        if group.count():
            for answer in answers:
                group.first.get_by_label(answer, exact=True).check()
        else:
            form.get_by_label(label).and_(form.locator("select")).first.select_option(label=answers)

    def fills_rows(self, label: str, rows: list[dict[str, str]]) -> None:
        """The rows of a list in a form; each further row is asked for by its button."""
        for number, row in enumerate(rows, start=1):
            if number > 1:
                self.page.get_by_role("button", name=f"增加一行：{label}").click()
            slot = self.page.get_by_role("group", name=f"第 {number} 行")
            if number > 1:
                slot.locator(":focus").wait_for()
            for name, answer in row.items():
                control = slot.get_by_label(name).and_(slot.locator(CONTROLS)).first
                if control.evaluate("one => one.tagName") == "SELECT":
                    control.select_option(label=answer)
                else:
                    control.fill(answer)
