"""What a form says of an element stands in the diagram's XML, where reading finds it; the rest stays."""

import pytest

from engine.errors import NotFound, Unusable
from engine.runtime import read_model, told, write_values
from engine.runtime.model import Element, Process

DIAGRAM = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
 xmlns:x="urn:elsewhere" xmlns:s="http://spiffworkflow.org/bpmn/schema/1.0/core">
<process id="p"><startEvent id="begin"/>
 <userTask id="ask" name="问" x:colour="red"><extensionElements><x:kept a="1"/></extensionElements></userTask>
 <boundaryEvent id="late" attachedToRef="ask"><timerEventDefinition>
 <timeDate>due</timeDate></timerEventDefinition></boundaryEvent>
 <exclusiveGateway id="decide"/><serviceTask id="tell"/><businessRuleTask id="table"/><callActivity id="other"/>
 <subProcess id="each"><multiInstanceLoopCharacteristics><completionCondition>done</completionCondition>
 </multiInstanceLoopCharacteristics><startEvent id="in"/><endEvent id="out"/>
 <sequenceFlow id="f9" sourceRef="in" targetRef="out"/>
 </subProcess><endEvent id="end"/><endEvent id="gone"/>
 <sequenceFlow id="f1" sourceRef="begin" targetRef="ask"/><sequenceFlow id="f2" sourceRef="ask" targetRef="decide"/>
 <sequenceFlow id="yes" sourceRef="decide" targetRef="tell"/><sequenceFlow id="no" sourceRef="decide" targetRef="end"/>
 <sequenceFlow id="f3" sourceRef="tell" targetRef="table"/><sequenceFlow id="f4" sourceRef="table" targetRef="other"/>
 <sequenceFlow id="f5" sourceRef="other" targetRef="each"/><sequenceFlow id="f6" sourceRef="each" targetRef="end"/>
 <sequenceFlow id="f7" sourceRef="late" targetRef="gone"/>
</process></definitions>"""


def read(content: bytes) -> Process:
    return read_model("b", {"p.bpmn": content}).processes["p"]


def written(element: str, **values: str) -> Process:
    """Values by name, with ``__`` for the colon."""
    named = {name.replace("__", ":"): value for name, value in values.items()}
    return read(write_values("p.bpmn", DIAGRAM.encode(), element, named))


def test_labels_and_properties_are_written_changed_and_removed() -> None:
    values = {"name": "问一问", "property:role": "handler", "property:due": "a < b & c", "documentation": "为什么"}
    once = write_values("p.bpmn", DIAGRAM.encode(), "ask", values)
    ask = read(once).elements["ask"]
    assert (ask.name, dict(ask.properties), ask.documentation) == (
        "问一问",
        {"role": "handler", "due": "a < b & c"},
        "为什么",
    )
    twice = read(write_values("p.bpmn", once, "ask", {"property:role": "", "documentation": "", "name": ""})).elements[
        "ask"
    ]
    assert (twice.name, dict(twice.properties), twice.documentation) == ("", {"due": "a < b & c"}, None)
    assert b'x:colour="red"' in once and b'<x:kept a="1"/>' in once


def test_a_way_out_has_a_label_in_both_languages_and_a_condition_or_is_the_default() -> None:
    assert written("yes", condition="cost > 3").flows["yes"].condition == "cost > 3"
    named = written("yes", name="是", property__name_en="yes").flows["yes"]
    assert (named.name, named.name_en) == ("是", "yes")
    conditioned = write_values("p.bpmn", DIAGRAM.encode(), "no", {"condition": "x"})
    default = read(write_values("p.bpmn", conditioned, "no", {"default": "yes"}))
    assert (default.elements["decide"].default, default.flows["no"].condition) == ("no", None)
    none = write_values(
        "p.bpmn", write_values("p.bpmn", DIAGRAM.encode(), "no", {"default": "yes"}), "no", {"default": ""}
    )
    assert read(none).elements["decide"].default is None


def test_timers_operations_decisions_and_calls() -> None:
    late = written("late", timer__timeDuration='"PT4H"').elements["late"].event
    assert late is not None and (late.form, late.expression) == ("timeDuration", '"PT4H"')
    first = write_values("p.bpmn", DIAGRAM.encode(), "tell", {"operation": "notices.send"})
    call = (
        read(write_values("p.bpmn", first, "tell", {"parameter:text": "words", "result_variable": "sent"}))
        .elements["tell"]
        .call
    )
    assert call is not None and (call.operation, call.parameters["text"][1], call.result) == (
        "notices.send",
        "words",
        "sent",
    )
    assert written("table", decision="limits").elements["table"].decision == "limits"
    assert written("other", called="q").elements["other"].called == "q"


def test_multi_instance_parts_stand_in_the_order_of_the_schema() -> None:
    values = {"loop:item": "unit", "loop:collection": "units", "loop:output": "answers", "loop:output_item": "answer"}
    content = write_values("p.bpmn", DIAGRAM.encode(), "each", values)
    loop = read(content).elements["each"].loop
    assert loop is not None
    assert (loop.collection, loop.item, loop.output, loop.output_item, loop.condition) == (
        "units",
        "unit",
        "answers",
        "answer",
        "done",
    )
    parts = [
        content.index(f"<{tag}".encode())
        for tag in ("loopDataInputRef", "loopDataOutputRef", "inputDataItem", "completion")
    ]
    assert parts == sorted(parts)


@pytest.mark.parametrize(
    ("element", "name"), [("ask", "onclick"), ("ask", "timer:timeDate"), ("each", "loop:x"), ("late", "timer:x")]
)
def test_what_an_element_cannot_have_is_refused(element: str, name: str) -> None:
    with pytest.raises(Unusable):
        write_values("p.bpmn", DIAGRAM.encode(), element, {name: "x"})


def test_there_is_no_such_element() -> None:
    with pytest.raises(NotFound):
        write_values("p.bpmn", DIAGRAM.encode(), "nobody", {"name": "x"})


def test_a_diagram_is_told_in_the_order_of_the_work() -> None:
    steps = told(read(DIAGRAM.encode()))["steps"]
    order = [step["element"].id for step in steps]
    assert order.index("begin") < order.index("ask") < order.index("decide") < order.index("tell") < order.index("each")
    ask = next(step for step in steps if step["element"].id == "ask")
    assert [event["element"].id for event in ask["boundaries"]] == ["late"]
    each = next(step for step in steps if step["element"].id == "each")
    assert [step["element"].id for step in each["inside"]] == ["in", "out"]
    assert isinstance(each["leads"][0]["to"], Element)
    assert sorted(order) == sorted({*order}) and len(order) == 9


EVENTS = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><signal id="s1" name="红灯"/>
<process id="p"><userTask id="ask"/><boundaryEvent id="late" attachedToRef="ask"><timerEventDefinition/></boundaryEvent>
 <subProcess id="aside" triggeredByEvent="true"><startEvent id="came"><signalEventDefinition/></startEvent></subProcess>
 <endEvent id="failed"><errorEventDefinition/></endEvent>
 <intermediateThrowEvent id="up"><escalationEventDefinition/></intermediateThrowEvent>
</process></definitions>"""


def test_events_name_what_they_wait_for_and_say_whether_they_interrupt() -> None:
    content = EVENTS.encode()
    for element, name, value in (
        ("came", "signal", "红灯"),
        ("failed", "error", "no_reply"),
        ("up", "escalation", "too late"),
        ("late", "interrupting", ""),
        ("came", "interrupting", ""),
    ):
        content = write_values("p.bpmn", content, element, {name: value})
    found = read(content).elements
    named = {one.id: one.event.reference for one in found.values() if one.event}
    assert named == {"late": None, "came": "红灯", "failed": "no_reply", "up": "too late"}
    assert (found["late"].interrupting, found["came"].interrupting) == (False, False)
    assert content.count(b"<signal ") == 1 and content.index(b"<error ") < content.index(b"<process ")
    again = read(write_values("p.bpmn", content, "late", {"interrupting": "yes"}))
    assert again.elements["late"].interrupting
    with pytest.raises(Unusable, match="has a signal"):
        write_values("p.bpmn", content, "late", {"signal": "红灯"})
    with pytest.raises(Unusable, match="event on an edge"):
        write_values("p.bpmn", content, "ask", {"interrupting": "yes"})


def test_comments_stay_where_they_were_written() -> None:
    said = "<?xml version='1.0'?><!-- licence -->" + DIAGRAM.replace(
        '<userTask id="ask" name="问"', '<!-- why --><userTask id="ask" name="问"'
    ).replace(
        "<extensionElements>",
        "<!-- in ask --><documentation>old<!-- of old --> words</documentation><extensionElements>",
    ).replace("<completionCondition>", "<!-- when --><loopDataInputRef>all</loopDataInputRef><completionCondition>")
    content = write_values("p.bpmn", said.encode(), "ask", {"documentation": "新", "name": "问一问"})
    content = write_values("p.bpmn", content, "each", {"loop:output": "told"})
    for comment in ("licence", "why", "in ask", "of old", "when"):
        assert content.count(f"<!-- {comment} -->".encode()) == 1
    assert "<documentation>新<!-- of old --></documentation>".encode() in content
    assert content.index(b"<loopDataInputRef") < content.index(b"<loopDataOutputRef") < content.index(b"<completionC")
