"""Where two versions meet: two designers on one bundle, and running cases on an element that has another id now."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from engine.actor import SYSTEM
from engine.commands.deploy_bundle import DeployBundle
from engine.commands.start_draft import StartDraft
from engine.commands.start_instance import StartInstance
from tests.e2e.errands import Errands
from tests.e2e.people import District
from tests.e2e.test_designers_draw import Designer

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
    _deploy(errands, "shared_desk", "ask", "登记来访")
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
    before = _deploy(errands, "picked", "ask", "登记来访")
    errands.act(StartInstance("picked", "V-1", {}), errands.who("designer"))
    after = _deploy(errands, "picked", "register", "登记访客")
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
    desk.sign_in(district.someone(role))
    yield desk  # type: ignore[misc]
    desk.close()


def _deploy(errands: Errands, bundle: str, task: str, name: str) -> int:
    """A version of a bundle with one process of one task. Returns its number."""
    form = {"type": "default", "id": f"{bundle}/visit", "schemaVersion": 16, "components": [
        {"type": "textfield", "id": "caller", "key": "caller", "label": "来访人", "properties": {"label_en": "Caller"}},
    ]}  # fmt: skip
    diagram = DIAGRAM.format(bundle=bundle, task=task, name=name)
    files = {f"{bundle}.bpmn": diagram.encode(), "visit.form": json.dumps(form).encode()}
    return int(errands.act(DeployBundle(bundle, files), SYSTEM)["version"])


DIAGRAM = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
 xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"
 xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI"
 xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core"
 id="{bundle}_file" targetNamespace="urn:suqiu:test">
  <process id="{bundle}" name="来访" isExecutable="true">
    <startEvent id="begun" name="开始"/>
    <userTask id="{task}" name="{name}"><extensionElements><spiffworkflow:properties>
      <spiffworkflow:property name="form" value="{bundle}/visit"/>
      <spiffworkflow:property name="role" value="intake"/>
      <spiffworkflow:property name="name_en" value="Register a visit"/>
    </spiffworkflow:properties></extensionElements></userTask>
    <endEvent id="done" name="结束"/>
    <sequenceFlow id="to_task" sourceRef="begun" targetRef="{task}"/>
    <sequenceFlow id="to_end" sourceRef="{task}" targetRef="done"/>
  </process>
  <bpmndi:BPMNDiagram id="drawn"><bpmndi:BPMNPlane id="plane" bpmnElement="{bundle}">
    <bpmndi:BPMNShape id="s1" bpmnElement="begun">
      <dc:Bounds x="100" y="120" width="36" height="36"/></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="s2" bpmnElement="{task}">
      <dc:Bounds x="200" y="98" width="100" height="80"/></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="s3" bpmnElement="done">
      <dc:Bounds x="360" y="120" width="36" height="36"/></bpmndi:BPMNShape>
    <bpmndi:BPMNEdge id="e1" bpmnElement="to_task">
      <di:waypoint x="136" y="138"/><di:waypoint x="200" y="138"/></bpmndi:BPMNEdge>
    <bpmndi:BPMNEdge id="e2" bpmnElement="to_end">
      <di:waypoint x="300" y="138"/><di:waypoint x="360" y="138"/></bpmndi:BPMNEdge>
  </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</definitions>
"""
