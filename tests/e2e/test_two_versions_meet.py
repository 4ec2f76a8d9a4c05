"""Where two versions meet: two designers on one bundle, and running cases on an element that has another id now."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from engine.commands.start_draft import StartDraft
from tests.e2e import little
from tests.e2e.designer import Designer
from tests.e2e.errands import Errands
from tests.e2e.people import District

WIDE = {"width": 1400, "height": 900}


@pytest.fixture
def designer(district: District, browser: Browser) -> Iterator[Designer]:
    yield from _seated("designer", district, browser)


@pytest.fixture
def second(district: District, browser: Browser) -> Iterator[Designer]:
    """The administrator draws too."""
    yield from _seated("admin", district, browser)


def test_a_designer_sees_what_another_published_meanwhile_and_chooses_which_file_stays(
    designer: Designer, second: Designer, errands: Errands
) -> None:
    little.deploy(errands, "caller", bundle="shared_desk")
    for role in ("designer", "admin"):
        errands.act(StartDraft("shared_desk"), errands.who(role))
    for one, name in ((designer, "登记访客"), (second, "登记来客")):
        one.draws("shared_desk.bpmn", "shared_desk")
        one.selects("ask")
        one.fills_property("name", name)
        one.is_saved()
    page = second.visit("/designer/shared_desk/publish")
    page.get_by_label("有什么新内容").fill("来客一律登记。")
    page.get_by_label("场景未能验证，为何仍要发布").fill("只改了名称")
    page.get_by_role("button", name="发布", exact=True).click()
    page.get_by_text("使用中").first.wait_for()
    page = designer.draws("shared_desk.bpmn", "shared_desk")
    page.get_by_role("link", name="查看改动并选择").click()
    page.get_by_role("heading", name="发布了第 2 版").wait_for()
    page.get_by_role("group", name="shared_desk.bpmn 双方都改过").get_by_label("已发布的").check()
    page.get_by_role("button", name="以第 2 版为起点继续").click()
    page.get_by_text("您的草稿现在以第 2 版为起点").wait_for()
    page = designer.draws("shared_desk.bpmn", "shared_desk")
    assert page.evaluate("modeler.get('elementRegistry').get('ask').businessObject.name") == "登记来客"
    assert designer.complaints + second.complaints == []


def test_what_an_element_became_is_picked_on_the_drawings_and_the_case_moves(
    designer: Designer, errands: Errands
) -> None:
    before = little.deploy(errands, "caller", bundle="picked")
    little.begin(errands, "V-1", "picked")
    after = little.deploy(errands, "caller", bundle="picked", task="register", name="登记访客")
    page = designer.visit(f"/moves/new?bundle=picked&from={before}&to={after}")
    page.locator("[data-mapping][data-ready='1']").wait_for()
    page.locator("[data-side=before] [data-element-id=ask].djs-element").click(force=True)
    expect(page.locator("[data-mapping-said]")).to_contain_text("登记来访")
    page.locator("[data-side=after] [data-element-id=register].djs-element").click(force=True)
    expect(page.locator("[data-became=ask]")).to_have_value("register")
    page.get_by_role("button", name="迁移案件").click()
    expect(page.get_by_role("row").filter(has_text="V-1")).to_contain_text("已迁移")
    assert designer.complaints == []


def _seated(role: str, district: District, browser: Browser) -> Iterator[Designer]:
    desk = Designer.opened(browser, district.base, viewport=WIDE)
    desk.is_signed_in(district.someone(role))
    yield desk  # type: ignore[misc]
    desk.close()
