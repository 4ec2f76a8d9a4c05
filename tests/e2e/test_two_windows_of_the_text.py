"""The text version: nothing of another window is overwritten unasked, nothing untouched is normalised."""

from playwright.sync_api import Page, expect

from tests.e2e.designer import BUNDLE, Designer
from tests.e2e.people import District

STEP = f"/designer/{BUNDLE}/text/consult.bpmn/accept"


def label(page: Page) -> str:
    read = f"fetch('/designer/{BUNDLE}/content/consult.bpmn').then(r => r.json()).then(r => r.content)"
    found = page.evaluate(f"""{read}.then((text) => [...new DOMParser().parseFromString(text, 'text/xml')
      .querySelectorAll('[id=accept]')][0].getAttribute('name'))""")
    return str(found)


def test_what_another_window_changed_stays_unless_it_is_replaced_knowingly(
    designer: Designer, district: District
) -> None:
    designer.begins()
    text = designer.visit(STEP)
    canvas = Designer(designer.page.context.new_page(), district.base)
    canvas.draws("consult.bpmn")
    canvas.selects("accept")
    canvas.fills_property("name", "画布里改")
    canvas.is_saved()
    text.get_by_label("说明").fill("只写了说明")
    text.get_by_role("button", name="保存到草稿").click()
    expect(text.get_by_role("alert")).to_contain_text("已在另一窗口保存")
    expect(text.get_by_label("名称", exact=True)).to_have_value("画布里改")  # nobody typed here, so theirs stands
    expect(text.get_by_text("另一窗口改了这一项")).to_have_count(1)
    text.get_by_role("button", name="以这里的为准").click()
    expect(text.get_by_text("已保存到草稿")).to_have_count(1)
    assert label(text) == "画布里改"
    expect(text.get_by_label("说明")).to_have_value("只写了说明")


def test_both_changed_one_value_and_the_designer_chooses(designer: Designer, district: District) -> None:
    designer.begins()
    text = designer.visit(STEP)
    other = Designer(designer.page.context.new_page(), district.base).visit(STEP)
    other.get_by_label("名称", exact=True).fill("那边")
    other.get_by_role("button", name="保存到草稿").click()
    expect(other.get_by_text("已保存到草稿")).to_have_count(1)
    text.get_by_label("名称", exact=True).fill("这边")
    text.get_by_role("button", name="保存到草稿").click()
    expect(text.get_by_text("另一窗口存的是：那边")).to_have_count(1)
    expect(text.get_by_label("名称", exact=True)).to_have_value("这边")
    text.get_by_role("link", name="载入那边保存的").click()
    expect(text.get_by_label("名称", exact=True)).to_have_value("那边")
    assert label(text) == "那边"


def test_the_lines_of_a_label_nobody_touched_stay(designer: Designer) -> None:
    designer.begins()
    page = designer.draws("consult.bpmn")
    page.evaluate("""modeler.get('modeling').updateProperties(modeler.get('elementRegistry').get('accept'),
      {name: '登记\\n来信'})""")
    designer.is_saved()
    page = designer.visit(STEP)
    page.get_by_label("说明").fill("只写了说明")
    page.get_by_role("button", name="保存到草稿").click()
    expect(page.get_by_text("已保存到草稿")).to_have_count(1)
    assert label(page) == "登记\n来信"
    page = designer.visit(STEP)  # without the word of the first save
    page.get_by_label("名称", exact=True).fill("登记\n来信和来访")
    page.get_by_role("button", name="保存到草稿").click()
    expect(page.get_by_text("已保存到草稿")).to_have_count(1)
    assert label(page) == "登记\n来信和来访"
