"""What other systems write into a diagram is told, and an editor that drops some of it is found out."""

from pathlib import Path

import pytest

from engine.errors import Unusable
from engine.operations.bundle_problems import problems_of
from engine.operations.draft_files import refuse_losses
from engine.runtime import Source, foreign_losses, foreign_parts

FOREIGN = (Path(__file__).parents[1] / "e2e" / "foreign.bpmn").read_bytes()
HEAD = b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:x" id="d" '
ZEEBE = (
    HEAD
    + b"""xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:modeler="http://camunda.org/schema/modeler/1.0"
 modeler:executionPlatform="Camunda Cloud"><process id="z" isExecutable="true"><startEvent id="begun"/>
<serviceTask id="charge" name="Charge" zeebe:modelerTemplate="t"><extensionElements>
<zeebe:taskDefinition type="charge"/><zeebe:ioMapping><zeebe:input source="=a" target="b"/></zeebe:ioMapping>
</extensionElements></serviceTask><endEvent id="ended"/>
<sequenceFlow id="f1" sourceRef="begun" targetRef="charge"/><sequenceFlow id="f2" sourceRef="charge" targetRef="ended"/>
</process></definitions>"""
)
SIGNAVIO = (
    HEAD
    + b"""xmlns:signavio="http://www.signavio.com" exporter="Signavio Process Editor, http://www.signavio.com">
<process id="s" isExecutable="false"><extensionElements><signavio:signavioDiagramMetaData metaKey="revisionid"
 metaValue="1"/></extensionElements><startEvent id="begun"><extensionElements>
<signavio:signavioMetaData metaKey="bgcolor" metaValue="#ffffff"/></extensionElements></startEvent>
<task id="look" name="Look"/><endEvent id="ended"/><sequenceFlow id="f1" sourceRef="begun" targetRef="look"/>
<sequenceFlow id="f2" sourceRef="look" targetRef="ended"/></process></definitions>"""
)
BPMN_IO = (
    HEAD
    + b"""exporter="bpmn-js (https://demo.bpmn.io)" exporterVersion="18.0.0">
<process id="Process_1" isExecutable="false"><startEvent id="StartEvent_1"/>
<task id="Activity_1"/><sequenceFlow id="Flow_1" sourceRef="StartEvent_1"
 targetRef="Activity_1"/></process></definitions>"""
)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (ZEEBE, "‘Charge’ carries zeebe:ioMapping, zeebe:modelerTemplate, zeebe:taskDefinition, which nothing here"),
        (SIGNAVIO, "‘begun’ carries signavio:signavioMetaData, which nothing here"),
    ],
)
def test_what_another_system_wrote_is_told_element_by_element(content: bytes, told: str) -> None:
    assert any(one.message.startswith(told) for one in foreign_parts(Source("x.bpmn", content)))


@pytest.mark.parametrize(
    "content", [ZEEBE, SIGNAVIO, BPMN_IO, FOREIGN], ids=["zeebe", "signavio", "bpmn.io", "camunda"]
)
def test_a_file_from_elsewhere_gets_a_list_of_sentences(content: bytes) -> None:
    problems = problems_of("elsewhere", {"x.bpmn": content})
    assert problems and all(one.message.endswith((".", "。")) for one in problems)


def test_what_multi_instance_marks_carry_is_told_of_their_activity() -> None:
    marked = (
        HEAD
        + b"""xmlns:camunda="http://camunda.org/schema/1.0/bpmn"><process id="p"><userTask id="ask" name="Ask">
<multiInstanceLoopCharacteristics camunda:collection="all"/></userTask></process></definitions>"""
    )
    (told,) = foreign_parts(Source("x.bpmn", marked))
    assert (told.element, told.message.partition(" carries")[0]) == ("ask", "‘Ask’")


def test_what_stays_by_meaning_is_no_loss() -> None:
    written_anew = FOREIGN.replace(b'metaKey="bgcolor" metaValue="#ffffcc"', b'metaValue="#ffffcc"   metaKey="bgcolor"')
    written_anew = written_anew.replace(b"<camunda:formData>", b"<camunda:formData>\n        ")
    assert written_anew != FOREIGN
    assert foreign_losses(Source("x.bpmn", FOREIGN), Source("x.bpmn", written_anew)) == []


@pytest.mark.parametrize(
    ("gone", "name"),
    [
        (b' camunda:assignee="demo"', "assignee"),
        (b'<signavio:signavioMetaData metaKey="bgcolor" metaValue="#ffffcc"/>', "signavioMetaData"),
        (b'<spiffworkflow:innerThing note="kept">words</spiffworkflow:innerThing>', "laterThing"),
        (b' label="x"', "formData"),
    ],
)
def test_an_editor_that_drops_something_is_refused(gone: bytes, name: str) -> None:
    assert gone in FOREIGN
    with pytest.raises(Unusable, match=f"keep .*{name}.*Nothing was saved"):
        refuse_losses({"x.bpmn": FOREIGN}, {"x.bpmn": FOREIGN.replace(gone, b"")})


def test_what_a_deleted_element_carried_goes_with_it() -> None:
    begin, end = FOREIGN.index(b'<bpmn:userTask id="look"'), FOREIGN.index(b'<bpmn:scriptTask id="script"')
    refuse_losses({"x.bpmn": FOREIGN}, {"x.bpmn": FOREIGN[:begin] + FOREIGN[end:]})
