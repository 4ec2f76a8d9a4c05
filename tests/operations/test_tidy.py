"""Files are written in one way; what a person wrote between the lines stays where it was."""

from engine.operations.tidy import tidied

DIAGRAM = """<?xml version="1.0" encoding="UTF-8"?>
<!-- licence --><?review due?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:di="http://www.omg.org/spec/DD/20100524/DI"
 xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" id="d">
<process id="p"><startEvent id="begin"/><!-- why --><userTask id="ask"/>
<conditionExpression>a &gt; 1<!-- of a --> and b</conditionExpression></process>
<bpmndi:BPMNPlane id="plane" bpmnElement="p">
<!-- of the task --><bpmndi:BPMNShape id="s2" bpmnElement="ask"/>
<!-- of the start --><bpmndi:BPMNShape id="s1" bpmnElement="begin"/>
<!-- the end --></bpmndi:BPMNPlane></definitions>
<!-- after all -->
"""


def test_comments_stay_with_what_they_stand_before() -> None:
    lines = [line.strip() for line in tidied("p.bpmn", DIAGRAM.encode()).decode().splitlines()]
    assert lines[1:3] == ["<!-- licence -->", "<?review due?>"] and lines[-1] == "<!-- after all -->"
    assert "<conditionExpression>a &gt; 1<!-- of a --> and b</conditionExpression>" in lines
    drawn = lines[lines.index('<bpmndi:BPMNPlane id="plane" bpmnElement="p">') + 1 :][:5]
    assert [line.split('"')[-2] if "Shape" in line else line for line in drawn] == [
        "<!-- of the start -->", "begin", "<!-- of the task -->", "ask", "<!-- the end -->"
    ]  # fmt: skip


def test_what_is_tidy_stays_as_it_is() -> None:
    once = tidied("p.bpmn", DIAGRAM.encode())
    assert tidied("p.bpmn", once) == once
