"""The smallest process there is, with a form of a few fields: to show what a new version does to running work."""

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
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core"
 id="little_definitions" targetNamespace="urn:suqiu:test">
  <process id="little" name="小流程" isExecutable="true">
    <startEvent id="little_begin" name="开始"/>
    <userTask id="ask" name="登记来访"><extensionElements><spiffworkflow:properties>
      <spiffworkflow:property name="form" value="little/ask"/>
      <spiffworkflow:property name="role" value="intake"/>
      <spiffworkflow:property name="name_en" value="Register a visit"/>
    </spiffworkflow:properties></extensionElements></userTask>
    <endEvent id="little_end" name="结束"/>
    <sequenceFlow id="to_ask" sourceRef="little_begin" targetRef="ask"/>
    <sequenceFlow id="to_end" sourceRef="ask" targetRef="little_end"/>
  </process>
</definitions>
"""


def deploy(errands: Errands, *keys: str) -> int:
    """A version whose form has these fields. Returns its number."""
    fields = [
        {"type": "textarea", "id": key, "key": key, "label": key, "properties": {"label_en": key.title()}}
        for key in keys
    ]
    form = {"type": "default", "id": "little/ask", "schemaVersion": 16, "components": fields}
    files = {"little.bpmn": DIAGRAM.encode(), "ask.form": json.dumps(form).encode()}
    return int(errands.act(DeployBundle(BUNDLE, files), SYSTEM)["version"])


def begin(errands: Errands, key: str) -> None:
    errands.act(StartInstance(BUNDLE, key, {}), errands.who("designer"))


def move(errands: Errands, before: int, after: int) -> str:
    """Move what runs to another version, as a designer's dry run allows. Returns the migration's id."""
    made = errands.act(PlanMigration(BUNDLE, before, after), errands.who("designer"))
    until = time.monotonic() + PATIENCE
    while errands.ask(MigrationView(made["id"]), errands.who("designer"))["status"] != "done":
        assert time.monotonic() < until, "the move is not done"
        errands.settle()  # the served district's own clock may have taken it
        time.sleep(0.2)
    return str(made["id"])
