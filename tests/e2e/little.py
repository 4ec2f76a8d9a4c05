"""The smallest process there is, with a form of a few fields: to show what a new version does to running work.

And one that stops at once, because its gateway asks for a fact nobody gives.
"""

import json
import time

from engine.actor import SYSTEM
from engine.commands.deploy_bundle import DeployBundle
from engine.commands.plan_migration import PlanMigration
from engine.commands.start_instance import StartInstance
from engine.queries.migration_view import MigrationView
from tests.e2e.errands import Errands
from tests.e2e.people import PATIENCE

BUNDLE = "little"
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

STOPPING = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"
 xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI"
 id="stops_file" targetNamespace="urn:suqiu:test">
  <process id="stops" name="核对面积" isExecutable="true">
    <startEvent id="begun" name="开始"/>
    <exclusiveGateway id="large" name="面积大？" default="to_small"/>
    <endEvent id="measured" name="测量"/>
    <endEvent id="done" name="结束"/>
    <sequenceFlow id="to_gateway" sourceRef="begun" targetRef="large"/>
    <sequenceFlow id="to_large" name="是" sourceRef="large" targetRef="measured">
      <conditionExpression xsi:type="tFormalExpression">area &gt; 100</conditionExpression></sequenceFlow>
    <sequenceFlow id="to_small" name="否" sourceRef="large" targetRef="done"/>
  </process>
  <bpmndi:BPMNDiagram id="drawn"><bpmndi:BPMNPlane id="plane" bpmnElement="stops">
    <bpmndi:BPMNShape id="s1" bpmnElement="begun"><dc:Bounds x="100" y="120" width="36" height="36"/></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="s2" bpmnElement="large" isMarkerVisible="true">
      <dc:Bounds x="200" y="113" width="50" height="50"/></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="s3" bpmnElement="done"><dc:Bounds x="340" y="120" width="36" height="36"/></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="s4" bpmnElement="measured">
      <dc:Bounds x="340" y="220" width="36" height="36"/></bpmndi:BPMNShape>
    <bpmndi:BPMNEdge id="e1" bpmnElement="to_gateway">
      <di:waypoint x="136" y="138"/><di:waypoint x="200" y="138"/></bpmndi:BPMNEdge>
    <bpmndi:BPMNEdge id="e2" bpmnElement="to_small">
      <di:waypoint x="250" y="138"/><di:waypoint x="340" y="138"/></bpmndi:BPMNEdge>
    <bpmndi:BPMNEdge id="e3" bpmnElement="to_large">
      <di:waypoint x="225" y="163"/><di:waypoint x="225" y="238"/><di:waypoint x="340" y="238"/></bpmndi:BPMNEdge>
  </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</definitions>
"""


def deploy(errands: Errands, *keys: str, bundle: str = BUNDLE, task: str = "ask", name: str = "登记来访") -> int:
    """A version whose one task, of this id and name, has a form with these fields. Returns its number."""
    return int(errands.act(DeployBundle(bundle, files(keys, bundle, task, name)), SYSTEM)["version"])


def files(keys: tuple[str, ...], bundle: str, task: str, name: str) -> dict[str, bytes]:
    """What such a version consists of."""
    fields = [
        {"type": "textarea", "id": key, "key": key, "label": key, "properties": {"label_en": key.title()}}
        for key in keys
    ]
    form = {"type": "default", "id": f"{bundle}/visit", "schemaVersion": 16, "components": fields}
    diagram = DIAGRAM.format(bundle=bundle, task=task, name=name)
    return {f"{bundle}.bpmn": diagram.encode(), "visit.form": json.dumps(form).encode()}


def begin(errands: Errands, key: str, bundle: str = BUNDLE) -> None:
    errands.act(StartInstance(bundle, key, {}), errands.who("designer"))


def stops(errands: Errands, key: str) -> None:
    """An instance of ``stops`` that stands still at its gateway: an incident."""
    errands.act(DeployBundle("stops", {"stops.bpmn": STOPPING.encode()}), SYSTEM)
    begin(errands, key, "stops")


def move(errands: Errands, before: int, after: int) -> str:
    """Move what runs to another version, as a designer's dry run allows. Returns the migration's id."""
    made = errands.act(PlanMigration(BUNDLE, before, after), errands.who("designer"))
    until = time.monotonic() + PATIENCE
    while errands.ask(MigrationView(made["id"]), errands.who("designer"))["status"] != "done":
        assert time.monotonic() < until, "the move is not done"
        errands.settle()  # the served district's own clock may have taken it
        time.sleep(0.2)
    return str(made["id"])
