"""A designer in a decision file: a problem leads to its cell in whichever view, and undo knows the whole file."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.e2e.designer import READY, Designer

FILE = "time_limit.dmn"
CELL = ".tjs-container tbody tr:nth-child(3) td.output-cell:nth-child(5)"
SHOWN = "[data-views] button[aria-pressed=true]"


def view(page: Page, name: str) -> None:
    page.locator("[data-views]").get_by_role("button", name=name, exact=True).click()
    expect(page.locator(SHOWN)).to_have_text(name)


def names(page: Page) -> list[str]:
    """The tables of the file, by their tabs; first the graph's."""
    return page.locator("[data-views] button").all_inner_texts()


def types(cell: Locator, text: str) -> None:
    """What edits a cell stands in its place once it is clicked, so the keys go to the page."""
    cell.click()
    for key in ("ControlOrMeta+a", "Backspace"):
        cell.page.keyboard.press(key)
    cell.page.keyboard.type(text)
    cell.page.keyboard.press("Tab")


def kept(page: Page) -> str:
    read = f"fetch('/designer/citizen_request/content/{FILE}').then(r => r.json()).then(r => r.content)"
    return str(page.evaluate(read))


def test_a_problem_leads_to_its_cell_from_another_table_and_from_another_file(designer: Designer) -> None:
    designer.begins()
    page = designer.draws(FILE)
    first, second = page.locator(SHOWN).inner_text(), names(page)[-1]
    assert first != second
    types(page.locator(CELL), "nope(")
    problem = page.locator("[data-problems] button").filter(has_text="第 3 行").first
    expect(problem).to_contain_text(first)
    designer.is_saved()
    view(page, second)
    problem.click()
    expect(page.locator(SHOWN)).to_have_text(first)
    expect(page.locator(f"{CELL}:focus-within")).to_have_count(1)
    expect(page.locator(CELL)).to_have_attribute("data-lint", "error")
    page = designer.draws("consult.bpmn")
    page.locator("[data-problems] a").filter(has_text=FILE).first.click()
    page.wait_for_url(f"**/{FILE}#*")
    page.locator(READY).wait_for()
    expect(page.locator(SHOWN)).to_have_text(first)
    expect(page.locator(f"{CELL}:focus-within")).to_have_count(1)
    assert designer.complaints == []


WRONG = (
    ("fee * 2", "fee * ("),  # the whole of a decision
    ("x + 1", "x + ("),  # the body of a function
    ("<text>a</text>", "<text>a +</text>"),  # an entry of a context, which has no view of its own
    ('href="#amount_in"', 'href="#nowhere"'),  # a line of the graph
    ('name="amount" typeRef="number"', 'name="amount" typeRef="nothing"'),  # an input, which stands in the graph only
)
GRAPH = "依赖关系图"


def test_a_problem_leads_to_an_expression_and_to_its_place_in_the_graph(designer: Designer) -> None:
    text = (Path(__file__).parent / "by_hand.dmn").read_text(encoding="utf-8")
    for right, wrong in WRONG:
        assert right in text
        text = text.replace(right, wrong, 1)
    designer.begins("elsewhere", new=True)
    page = designer.page
    sent = {"name": "rules.dmn", "mimeType": "application/xml", "buffer": text.encode()}
    page.locator("input[type=file]").set_input_files(sent)  # type: ignore[arg-type]
    page.get_by_role("button", name="收入").click()
    page.locator(READY).wait_for()
    problems = page.locator("[data-problems] button")
    for place, shown in (("twice", "fee * ("), ("bkm", "x + (")):
        view(page, "fee")
        problems.filter(has=page.get_by_text(place, exact=True)).click()
        expect(page.locator(SHOWN)).to_have_text(place)
        expect(page.locator("#canvas .cm-content:focus")).to_have_text(shown)
        expect(page.locator("#canvas .literal-expression")).to_have_attribute("data-lint", "error")
    for place, element in (("boxed", "boxed"), ("fee", "fee"), ("amount", "amount_in")):
        view(page, "fee")
        problems.filter(has=page.get_by_text(f"{GRAPH} › {place}", exact=True)).click()
        expect(page.locator(SHOWN)).to_have_text(GRAPH)
        expect(page.locator(f"#canvas .djs-element.selected[data-element-id={element}]")).to_be_in_viewport()
        expect(page.locator(f"#canvas [data-element-id={element}]")).to_have_attribute("data-lint", "error")
    assert designer.complaints == []


def test_every_view_of_a_decision_file_is_in_chinese(designer: Designer) -> None:
    designer.begins()
    page = designer.draws(FILE)
    for name in names(page):
        view(page, name)
        page.wait_for_timeout(300)
    assert page.evaluate("[...missing]") == []
    assert designer.complaints == []


def test_undo_reaches_back_over_the_views_of_a_file(designer: Designer) -> None:
    designer.begins()
    page = designer.draws(FILE)
    first, second = page.locator(SHOWN).inner_text(), names(page)[-1]
    before = page.locator(CELL).inner_text()
    types(page.locator(CELL), '"33 working days"')
    designer.is_saved()
    assert '"33 working days"' in kept(page)
    view(page, second)
    undo, redo = (page.get_by_role("button", name=name) for name in ("撤销", "重做"))
    expect(undo).to_be_enabled()
    while undo.is_enabled():
        undo.click()
        page.wait_for_timeout(150)
    expect(page.locator(SHOWN)).to_have_text(first)  # where it was changed
    expect(page.locator(CELL)).to_have_text(before)
    expect(page.locator("[data-state]")).to_have_attribute("data-state", re.compile("changed|kept"))
    designer.is_saved()
    assert '"33 working days"' not in kept(page)
    view(page, second)
    while redo.is_enabled():
        redo.click()
        page.wait_for_timeout(150)
    expect(page.locator(CELL)).to_have_text('"33 working days"')
    designer.is_saved()
    assert kept(page).count("<annotationEntry") == kept(page).count("<rule ")
    assert designer.complaints == []
