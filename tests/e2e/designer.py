"""A designer at a browser: begins a draft, opens its files, selects, types, and reads where the page says it stands."""

from playwright.sync_api import Page, expect

from tests.e2e.people import Staff

READY = "body[data-ready='1']"
BUNDLE = "citizen_request"


class Designer(Staff):
    """Opens files of a draft, selects elements, reads what the page says of its state."""

    def begins(self, bundle: str = BUNDLE, *, new: bool = False) -> None:
        """A fresh draft: one that is there is discarded first."""
        page = self.visit(f"/designer/{bundle}/discard")
        if page.get_by_role("button", name="丢弃草稿").count():
            page.get_by_role("button", name="丢弃草稿").click()
        page = self.visit("/designer")
        if new:
            page.get_by_text("新建流程包").click()
            page.get_by_label("流程包名称").fill(bundle)
            page.get_by_role("button", name="开始空白草稿").click()
        else:
            page.get_by_role("button", name="开始草稿").first.click()
        page.get_by_role("heading", name=f"{bundle} 的草稿").wait_for()
        self.complaints.clear()

    def draws(self, file: str, bundle: str = BUNDLE) -> Page:
        page = self.visit(f"/designer/{bundle}/{file}")
        page.locator(READY).wait_for()
        return page

    def selects(self, element: str) -> None:
        self.page.evaluate("id => modeler.get('selection').select(modeler.get('elementRegistry').get(id))", element)

    def fills_property(self, name: str, value: str) -> None:
        """Types and leaves the field."""
        field = self.page.locator(f"#bio-properties-panel-{name}")
        field.fill(value)
        field.press("Tab")

    def is_saved(self) -> None:
        expect(self.page.locator("[data-state]")).to_have_attribute("data-state", "kept")
