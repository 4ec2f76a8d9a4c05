import pytest

from tests.runtime.diagram import Desk, bpmn, drawn, flows, user


def test_what_happens_inside_is_taken_over_when_it_ends():
    case = drawn("sub_process").start(x=1)
    assert case.open == ["work"]
    case.do("work", x=2, y=3)
    assert case.open == ["after"] and (case.facts["x"], case.facts["y"]) == (2, 3)


def test_timers_on_it_run_interrupting_and_not():
    case = drawn("sub_process").start()
    assert case.later(hours=1) == ["soon"] and sorted(case.open) == ["remind", "work"]
    assert case.later(hours=4) == ["late"] and sorted(case.open) == ["escalated", "remind"]
    assert {one.element for one in case.last.passed if one.state == "cancelled"} == {"outer", "inner", "work"}
    case.do("escalated").do("remind")
    assert case.status == "completed"


def test_an_interrupted_subprocess_leaves_the_facts_from_before():
    case = drawn("terminate_end").start()
    case.do("c", from_c=1)
    assert "after" in case.open and "d" not in case.open


@pytest.mark.parametrize("ending", ["late", "error"])
def test_what_was_written_inside_a_subprocess_that_is_left_is_named(ending):
    inner = '<startEvent id="is"/><parallelGateway id="fork"/><endEvent id="one"/>' + user("a") + user("b") + user("c")
    inner += '<endEvent id="two"><errorEventDefinition errorRef="no"/></endEvent>'
    inner += flows("is fork;fork a;fork b;a one;b c;c two")
    body = f'<startEvent id="s"/><subProcess id="box" name="box">{inner}</subProcess><endEvent id="e"/>'
    body += '<boundaryEvent id="late" name="late" attachedToRef="box"><timerEventDefinition><timeDuration>"PT5H"'
    body += "</timeDuration></timerEventDefinition></boundaryEvent>" + user("after")
    body += '<boundaryEvent id="error" name="error" attachedToRef="box"><errorEventDefinition errorRef="no"/>'
    body += '</boundaryEvent><exclusiveGateway id="met"/>' + flows("s box;box e;late met;error met;met after;after x")
    raw = bpmn(body + '<endEvent id="x"/>', before='<error id="no" errorCode="no"/>')
    case = Desk(raw).start(x=1)
    case.do("a", of_a=1).do("b", of_b=2, x=1)
    assert case.last.clashes == []
    if ending == "late":
        case.later(hours=5)
    else:
        case.do("c")
    assert case.open == ["after"] and "of_a" not in case.facts
    (told,) = case.last.clashes
    assert told == f"‘{ending}’ ({ending}) left ‘box’ (box); what was written inside it is gone: of_a, of_b."


def test_the_instance_waits_for_a_path_beside_it():
    case = drawn("sub_process").start()
    case.later(hours=1)
    case.do("work").do("after")
    assert case.status == "running" and case.open == ["remind"]
    assert case.do("remind", seen=True).status == "completed" and case.facts["seen"] is True
