"""Files written by hand, with comments, foreign parts and an order of their own: an edit changes its own line."""

from difflib import unified_diff
from pathlib import Path

from playwright.sync_api import Page, expect

from engine.operations.tidy import tidied
from tests.e2e.designer import READY, Designer

HERE = Path(__file__).parent
CELL = ".tjs-container tbody tr:first-child td.output-cell [contenteditable]"


def opened(designer: Designer, file: str) -> Page:
    designer.begins("by_hand", new=True)
    page = designer.page
    page.locator("input[type=file]").set_input_files(HERE / file)
    page.get_by_role("button", name="收入").click()
    page.locator(READY).wait_for()
    assert page.locator("[data-unread]").is_hidden()
    return page


def changes(page: Page, file: str) -> list[str]:
    """The lines in which the file as published would differ from the one taken in."""
    read = f"fetch('/designer/by_hand/content/{file}').then(r => r.json()).then(r => r.content)"
    text = tidied(file, page.evaluate(read).encode()).decode()
    lines = unified_diff((HERE / file).read_text(encoding="utf-8").splitlines(), text.splitlines(), n=0)
    return [f"{line[0]} {line[1:].strip()}" for line in lines if line[0] in "+-"][2:]


def test_a_diagram_edited_differs_in_one_line(designer: Designer) -> None:
    page = opened(designer, "by_hand.bpmn")
    designer.selects("look")
    designer.fills_property("name", "看看")
    designer.is_saved()
    assert changes(page, "by_hand.bpmn") == [
        '- <bpmn:userTask id="look" name="look" other:grade="A">',
        '+ <bpmn:userTask id="look" name="看看" other:grade="A">',
    ]
    assert designer.complaints == []


def test_comments_follow_a_new_id_and_come_back_with_what_was_deleted(designer: Designer) -> None:
    page = opened(designer, "by_hand.bpmn")
    designer.selects("look")
    designer.fills_property("id", "looked")
    designer.is_saved()
    told = changes(page, "by_hand.bpmn")
    assert len(told) > 4 and [line for line in told if "<!--" in line] == []
    page.evaluate("modeler.get('modeling').removeElements([modeler.get('elementRegistry').get('looked')])")
    expect(page.locator("[data-state]")).to_have_text("已保存。随所删元素一并删去的文件注释：5 条。")
    gone = [line for line in changes(page, "by_hand.bpmn") if "<!--" in line]
    assert "- <!-- end of look -->" in gone
    assert not [line for line in gone if "why this task" in line or "second line" in line]
    page.get_by_role("button", name="撤销").click()
    expect(page.locator("[data-state]")).to_have_text("已保存")
    assert [line for line in changes(page, "by_hand.bpmn") if line.startswith("- <!--")] == []


def test_a_decision_edited_differs_in_one_line(designer: Designer) -> None:
    page = opened(designer, "by_hand.dmn")
    page.locator(CELL).click()
    for key in ("ControlOrMeta+a", "Backspace", "7", "Tab"):
        page.keyboard.press(key)
    designer.is_saved()
    assert changes(page, "by_hand.dmn") == ["- <text>1<!-- one --></text>", "+ <text>7<!-- one --></text>"]
    assert designer.complaints == []


def test_a_form_edited_differs_in_its_line_and_its_editors(designer: Designer) -> None:
    page = opened(designer, "by_hand.form")
    page.locator(".fjs-form-field-textfield").first.click()
    page.locator("[data-group-id=group-general] .bio-properties-panel-group-header").click()
    page.locator("#bio-properties-panel-label").fill("名字")
    page.keyboard.press("Tab")
    designer.is_saved()
    assert changes(page, "by_hand.form") == [
        '- "schemaVersion": 16,',
        '+ "schemaVersion": 19,',
        '- "label": "姓名",',
        '+ "label": "名字",',
    ]
    assert designer.complaints == []
