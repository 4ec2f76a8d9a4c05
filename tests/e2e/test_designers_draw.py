"""A designer in the browser: draws, undoes, is saved, is told what is wrong, compares, and is never overwritten."""

import re
from difflib import unified_diff
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from engine.operations.tidy import tidied
from tests.e2e.designer import BUNDLE, READY, Designer
from tests.e2e.people import District

SHIPPED = Path(__file__).parents[2] / "processes" / "citizen_request"
FOREIGN = Path(__file__).with_name("foreign.bpmn")
KEPT = (
    "camunda:formField",
    'metaValue="#ffffcc"',
    'laterThing depth="3"',
    'note="kept"',
    ">words<",
    "<bpmn:loopDataInputRef>units<",
    'camunda:historyTimeToLive="180"',
    'since="2027"',
    'value="reviewer"',
)


def test_an_edit_is_one_undo_saved_by_itself_and_there_after_a_reload(designer: Designer) -> None:
    designer.begins()
    page = designer.draws("consult.bpmn")
    designer.selects("accept")
    designer.fills_property("name", "受理咨询")
    page.locator("#bio-properties-panel-property_role").select_option("dispatcher")
    name = "modeler.get('elementRegistry').get('accept').businessObject.name"
    page.get_by_role("button", name="撤销").click()
    assert page.evaluate(name) == "受理咨询"
    page.get_by_role("button", name="撤销").click()
    assert page.evaluate(name) == "受理"
    expect(page.get_by_role("button", name="撤销")).to_be_disabled()
    page.get_by_role("button", name="重做").click()
    designer.is_saved()
    page.goto("about:blank")
    designer.draws("consult.bpmn#accept")  # as a problem told in another file leads here
    assert page.evaluate(name) == "受理咨询"
    expect(page.locator("#bio-properties-panel-name")).to_have_value("受理咨询")
    assert page.evaluate("[...missing]") == []
    assert designer.complaints == []
    text = page.evaluate(f"fetch('/designer/{BUNDLE}/content/consult.bpmn').then(r => r.json()).then(r => r.content)")
    shipped = (SHIPPED / "consult.bpmn").read_bytes().decode().splitlines()
    drawn = tidied("consult.bpmn", text.encode()).decode().splitlines()
    told = [line for line in unified_diff(shipped, drawn, n=0) if line[0] in "+-"][2:]
    assert [line[0] for line in told] == ["-", "+"]  # of what the editor wrote its own way, nothing is left


def test_feel_is_checked_while_it_is_typed_and_a_problem_leads_to_its_element(designer: Designer) -> None:
    designer.begins()
    page = designer.draws("consult.bpmn")
    expect(page.locator("[data-problem-count]")).to_have_text("没有问题")
    designer.selects("accept")
    page.locator("#bio-properties-panel-property_due").type("+ (")
    expect(page.locator("[data-entry-id=property_due] .bio-properties-panel-error")).to_contain_text("第 1 行")
    page.locator("#bio-properties-panel-property_due").press("Tab")
    page.evaluate("modeler.get('selection').select([])")
    problem = page.locator("[data-problems] button").first
    problem.wait_for()
    expect(page.locator(".lint-badge.has-error")).to_have_count(1)
    problem.click()
    assert page.evaluate("modeler.get('selection').get().map(one => one.id)") == ["accept"]


def test_a_followed_deadline_is_chosen_from_those_there_are_and_told_when_nothing_begins_it(designer: Designer) -> None:
    designer.begins()
    page = designer.draws("consult.bpmn")
    expect(page.locator("[data-problem-count]")).to_have_text("没有问题")
    designer.selects("accept")
    offered = page.locator("#bio-properties-panel-property_deadline")
    expect(offered.locator("option:checked")).to_have_text("受理 (accept)")
    expect(offered.locator("optgroup[label=尚无操作起算] option", has_text="(commitment)")).to_have_count(1)
    offered.select_option("commitment")
    problem = page.locator("[data-problems] button").first
    expect(problem).to_contain_text("没有操作起算它")
    offered.select_option("accept")
    expect(page.locator("[data-problem-count]")).to_have_text("没有问题")
    assert designer.complaints == []


def test_the_way_to_a_stuck_token_is_drawn(designer: Designer) -> None:
    designer.begins("ways", new=True)
    page = designer.page
    page.get_by_label("文件名", exact=False).first.fill("ways")
    page.get_by_role("button", name="添加", exact=True).click()
    page.locator(READY).wait_for()
    page.evaluate(STUCK)
    expect(page.locator("[data-element-id=join].is-stuck-way")).to_have_count(1)


def test_a_second_window_is_told_and_chooses(designer: Designer, district: District, browser: Browser) -> None:
    designer.begins()
    other = Designer(designer.page.context.new_page(), district.base)
    first, second = designer.draws("consult.bpmn"), other.draws("consult.bpmn")
    designer.selects("accept")
    designer.fills_property("name", "第一窗口")
    designer.is_saved()
    other.selects("accept")
    other.fills_property("name", "第二窗口")
    dialog = second.get_by_role("dialog")
    dialog.wait_for()
    expect(second.locator("[data-state]")).to_contain_text("未保存")
    expect(dialog.locator("ins")).to_have_text(["第一窗口", "第二窗口"])  # what each choice would take out
    dialog.get_by_role("button", name="载入那边保存的").click()
    second.locator(READY).wait_for()
    second.wait_for_function("window.modeler?.get('elementRegistry').get('accept')?.businessObject.name === '第一窗口'")
    assert first.get_by_role("dialog").count() == 0


def test_a_foreign_file_is_opened_told_of_and_kept_whole(designer: Designer) -> None:
    designer.begins("elsewhere", new=True)
    page = designer.page
    page.locator("input[type=file]").set_input_files(FOREIGN)
    page.get_by_role("button", name="收入").click()
    page.locator(READY).wait_for()
    told = page.locator("[data-problems]")
    for part in ("camunda:formData", "camunda:assignee", "signavio:signavioMetaData", "code"):
        expect(told).to_contain_text(part)
    assert page.locator("[data-unread]").is_hidden()
    designer.selects("look")
    page.locator("#bio-properties-panel-property_role").select_option("reviewer")
    designer.is_saved()
    text = page.evaluate("fetch('/designer/elsewhere/content/foreign.bpmn').then(r => r.json()).then(r => r.content)")
    assert [part for part in KEPT if part not in text] == []
    page.evaluate(OTHER_KIND_AND_COPY)
    designer.is_saved()
    text = page.evaluate("fetch('/designer/elsewhere/content/foreign.bpmn').then(r => r.json()).then(r => r.content)")
    assert '<bpmn:serviceTask id="look"' in text and [part for part in KEPT if part not in text] == []
    assert text.count('camunda:assignee="demo"') == text.count("camunda:formField") == 2
    assert page.evaluate("window.pwned") is None
    for path in ("/designer/elsewhere/text/foreign.bpmn", "/designer/elsewhere/text/foreign.bpmn/look"):
        assert designer.visit(path).evaluate("window.pwned") is None
        assert page.get_by_text('<img src=x onerror="window.pwned=1">').count()


def test_a_file_in_another_encoding_and_with_a_chinese_name_can_be_drawn_on(designer: Designer) -> None:
    text = FOREIGN.read_text(encoding="utf-8").replace("UTF-8", "ISO-8859-1").replace('name="code"', 'name="Prüfung"')
    sent = {"name": "外来流程.bpmn", "mimeType": "application/xml", "buffer": text.encode("iso-8859-1")}
    designer.begins("elsewhere", new=True)
    page = designer.page
    page.locator("input[type=file]").set_input_files(sent)  # type: ignore[arg-type]
    page.get_by_role("button", name="收入").click()
    page.locator(READY).wait_for()
    assert page.url.endswith("/elsewhere.bpmn") and page.locator("[data-unread]").is_hidden()
    assert page.evaluate("modeler.get('elementRegistry').get('script').businessObject.name") == "Prüfung"
    designer.selects("each")
    designer.fills_property("name", "Größe")
    designer.is_saved()
    designer.draws("elsewhere.bpmn", "elsewhere")
    assert page.evaluate("modeler.get('elementRegistry').get('each').businessObject.name") == "Größe"


def test_what_is_typed_slowly_is_kept_whole(designer: Designer) -> None:
    """Saving by itself comes while the person still types: it takes no key from the field."""
    designer.begins()
    page = designer.draws("time_limit.dmn")
    cell = page.locator(
        ".tjs-container td.annotation .content-editable, .tjs-container td.output-cell .content-editable"
    ).last
    cell.click()
    cell.press("End")
    cell.press_sequentially(' + "slowly"', delay=300)
    assert cell.inner_text().strip().endswith('+ "slowly"')
    page = designer.draws("handle.form")
    page.locator(".fjs-form-field-textfield, .fjs-form-field-textarea, .fjs-form-field-select").first.click()
    label = page.locator("#bio-properties-panel-label")
    if not label.is_visible():
        page.locator("[data-group-id=group-general] .bio-properties-panel-group-header").click()
    label.click()
    label.press("End")
    label.press_sequentially(" slowly", delay=400)
    expect(label).to_contain_text(" slowly")
    page.keyboard.press("Tab")
    assert "slowly" in page.evaluate("JSON.stringify(editor.saveSchema())")  # and what is left is written
    page = designer.draws("consult.bpmn")
    designer.selects("accept")
    page.locator("#bio-properties-panel-name").press_sequentially("慢", delay=100)
    expect(page.locator("[data-state]")).to_have_attribute("data-state", "changed")
    designer.is_saved()
    expect(page.locator("#bio-properties-panel-name")).to_be_focused()


def test_what_a_draft_changes_is_shown_beside_the_version_and_in_words(designer: Designer) -> None:
    designer.begins()
    page = designer.draws("consult.bpmn")
    designer.selects("accept")
    designer.fills_property("name", "受理咨询")
    page.evaluate("modeler.get('modeling').moveElements([modeler.get('elementRegistry').get('handle')], {x: 10, y: 0})")
    designer.is_saved()
    page = designer.visit(f"/designer/{BUNDLE}/compare/1/draft")
    page.locator("[data-compare][data-ready='1']").wait_for()
    assert page.locator("[data-side=before] .is-changed").count() >= 1
    assert page.locator("[data-side=after] .is-moved").count() >= 1
    words = page.locator(".changes").first.inner_text()
    assert "已修改" in words and "受理咨询" in words and "移动" in words


def test_a_decision_keeps_its_sources_and_a_form_its_english(designer: Designer) -> None:
    designer.begins()
    page = designer.draws("time_limit.dmn")
    page.get_by_text("无公开来源").first.wait_for()
    cell = page.locator(".tjs-container td.output-cell .content-editable").first
    cell.click()
    cell.press("End")
    cell.type(" ")
    page.get_by_role("button", name="立即保存").click()
    designer.is_saved()
    changed = page.evaluate(
        "fetch('/designer/citizen_request/content/time_limit.dmn').then(r => r.json()).then(r => r.content)"
    )
    assert changed.count("<annotationEntry") == changed.count("<rule ")
    page = designer.draws("handle.form")
    page.get_by_role("button", name="预览").click()
    page.locator("[data-preview-form]").get_by_text("公开答复").first.wait_for()
    assert page.locator(".fjs-palette-field[data-field-type=html]").count() == 0
    assert page.locator(".fjs-palette-field[data-field-type=select]").count() == 1
    assert designer.complaints == []


def test_a_cell_of_a_decision_is_checked_while_it_is_typed(designer: Designer) -> None:
    designer.begins()
    page = designer.draws("time_limit.dmn")
    cell = page.locator(".tjs-container td.input-cell .content-editable").first
    cell.click()
    cell.press("End")
    cell.type(" +")
    expect(page.locator("[data-cell-said]")).to_contain_text("应为 一个值")
    cell.press("Backspace")
    expect(page.locator("[data-cell-said]")).to_be_empty()


OTHER_KIND_AND_COPY = """
(() => {
  const [known, replace, paste] = ['elementRegistry', 'bpmnReplace', 'copyPaste'].map(n => modeler.get(n));
  replace.replaceElement(known.get('look'), { type: 'bpmn:ServiceTask' });
  paste.copy([known.get('look')]);
  paste.paste({ element: modeler.get('canvas').getRootElement(), point: { x: 300, y: 420 } });
})()
"""
STUCK = """
(() => {
  const [factory, modeling, known] = ['elementFactory', 'modeling', 'elementRegistry'].map(n => modeler.get(n));
  const root = modeler.get('canvas').getRootElement();
  const put = (type, id, x, y) => {
    const shape = modeling.createShape(factory.createShape({ type }), { x, y }, root);
    modeling.updateProperties(shape, { id });
    return shape;
  };
  const start = known.filter(one => one.type === 'bpmn:StartEvent')[0];
  const fork = put('bpmn:ParallelGateway', 'fork', 300, 180);
  const choose = put('bpmn:ExclusiveGateway', 'choose', 420, 100);
  const join = put('bpmn:ParallelGateway', 'join', 600, 180);
  const aside = put('bpmn:EndEvent', 'aside', 560, 60);
  const end = put('bpmn:EndEvent', 'finish', 720, 180);
  const lines = [[start, fork], [fork, choose], [fork, join], [choose, join], [choose, aside], [join, end]];
  for (const [from, to] of lines) modeling.connect(from, to);
  const [way, other] = choose.outgoing;
  modeling.updateProperties(way, { name: 'yes' });
  modeling.updateProperties(other, { name: 'no' });
  modeling.updateProperties(choose, { default: other.businessObject });
  const condition = modeler.get('bpmnFactory').create('bpmn:FormalExpression', { body: 'true' });
  modeling.updateProperties(way, { conditionExpression: condition });
})()
"""


@pytest.mark.parametrize("left", ["another field", "the save button", "thinking", "another component"])
def test_what_was_typed_in_a_form_is_in_the_draft_before_the_page_says_so(designer: Designer, left: str) -> None:
    """However the field is left: the page never says saved of a label that is not in the file."""
    designer.begins()
    page = designer.draws("handle.form")
    expect(page.locator("[data-state]")).to_have_attribute("data-state", "kept")
    page.locator(".fjs-form-field-textarea").first.click()
    page.locator("[data-group-id=group-general] .bio-properties-panel-group-header").click()
    label = page.locator("#bio-properties-panel-label")
    label.click()
    label.press("End")
    label.press_sequentially("（现场）", delay=30)
    expect(page.locator("[data-state]")).to_have_attribute("data-state", "changed")
    if left == "another field":
        page.keyboard.press("Tab")
    elif left == "the save button":
        page.get_by_role("button", name="立即保存").click()
    elif left == "another component":
        page.locator(".fjs-form-field-radio").first.click()
    designer.is_saved()
    kept = page.evaluate("fetch('/designer/citizen_request/content/handle.form').then(r => r.json())")
    assert "（现场）" in kept["content"]
    expect(page.get_by_role("button", name="撤销")).to_be_enabled()


def test_a_form_only_looked_at_is_saved_and_a_key_that_cannot_be_kept_is_not(designer: Designer) -> None:
    designer.begins()
    page = designer.draws("handle.form")
    page.get_by_placeholder("搜索组件").fill("文本")
    expect(page.locator("[data-state]")).to_have_attribute("data-state", "kept")
    page.locator(".fjs-form-field-textarea").first.click()
    page.locator("[data-group-id=group-general] .bio-properties-panel-group-header").click()
    page.locator("#bio-properties-panel-key").fill("not a key")
    page.keyboard.press("Tab")
    expect(page.locator("[data-state]")).to_contain_text("未保存")


def test_a_name_being_typed_on_the_drawing_is_not_called_saved(designer: Designer) -> None:
    designer.begins()
    page = designer.draws("consult.bpmn")
    page.locator("[data-element-id=accept].djs-element .djs-hit").first.dblclick(force=True)
    page.keyboard.type("受理咨询")
    page.wait_for_timeout(6000)  # as long as the page waits for whoever thinks, and more
    expect(page.locator("[data-state]")).to_have_attribute("data-state", "changed")
    page.keyboard.press("Escape")
    designer.is_saved()


def test_a_file_that_draws_what_the_canvas_leaves_out_is_only_shown(designer: Designer) -> None:
    """A process no participant refers to: the editor would write the file without its drawing."""
    designer.begins("elsewhere", new=True)
    page = designer.page
    sent = {"name": "beside.bpmn", "mimeType": "application/xml", "buffer": _BESIDE.encode()}
    page.locator("input[type=file]").set_input_files(sent)  # type: ignore[arg-type]
    page.get_by_role("button", name="收入").click()
    page.locator(READY).wait_for()
    expect(page.locator("[data-unread]")).to_contain_text("画了“旁边的流程”的 2 个元素")
    expect(page.get_by_role("button", name="立即保存")).to_be_hidden()


def test_a_send_task_is_given_its_message_and_a_flow_its_english_label(designer: Designer) -> None:
    designer.begins()
    page = designer.draws("consult.bpmn")
    accept = "modeler.get('elementRegistry').get('accept')"
    page.evaluate(f"modeler.get('bpmnReplace').replaceElement({accept}, {{type: 'bpmn:SendTask'}})")
    designer.selects("accept")
    designer.fills_property("message_name", "已受理")
    designer.selects(page.evaluate("modeler.get('elementRegistry').find(one => one.type === 'bpmn:SequenceFlow').id"))
    designer.fills_property("property_name_en", "and then")
    designer.is_saved()
    text = page.evaluate(
        "fetch('/designer/citizen_request/content/consult.bpmn').then(r => r.json()).then(r => r.content)"
    )
    (message,) = re.findall(r'<bpmn:message id="(\w+)" name="已受理" ?/>', text)
    assert f'messageRef="{message}"' in text and 'value="and then"' in text
    assert page.evaluate("[...missing]") == []


def test_the_simulation_speaks_chinese(designer: Designer) -> None:
    designer.begins()
    page = designer.draws("consult.bpmn")
    page.get_by_role("button", name="模拟").click()
    page.locator(".bts-palette").wait_for()
    titles = page.locator(".bts-palette [title], .bts-context-pad[title]").evaluate_all(
        "all => all.map(one => one.title)"
    )
    said = page.locator(".bts-log").text_content() or ""
    assert titles and [one for one in [*titles, said] if re.search("[A-Za-z]{3}", one)] == []
    assert designer.complaints == []


_BESIDE = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="all" targetNamespace="elsewhere"
  xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC">
  <bpmn:collaboration id="both"><bpmn:participant id="office" name="窗口" processRef="at_office" /></bpmn:collaboration>
  <bpmn:process id="at_office" isExecutable="true"><bpmn:startEvent id="begin" /></bpmn:process>
  <bpmn:process id="beside" name="旁边的流程"><bpmn:startEvent id="came" /><bpmn:endEvent id="gone" /></bpmn:process>
  <bpmndi:BPMNDiagram id="sheet"><bpmndi:BPMNPlane id="plane" bpmnElement="both">
    <bpmndi:BPMNShape id="d1" bpmnElement="office" isHorizontal="true">
      <dc:Bounds x="100" y="80" width="400" height="160" /></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="d2" bpmnElement="begin">
      <dc:Bounds x="200" y="140" width="36" height="36" /></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="d3" bpmnElement="came">
      <dc:Bounds x="200" y="340" width="36" height="36" /></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="d4" bpmnElement="gone">
      <dc:Bounds x="400" y="340" width="36" height="36" /></bpmndi:BPMNShape>
  </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</bpmn:definitions>
"""
