import pytest

from tests.runtime.diagram import Desk, bpmn, drawn, flows, user


def test_an_escalation_reaches_its_own_branch_only_and_nothing_is_cancelled():
    case = drawn("escalation_events").start(units=["A", "B"])
    case.do("work", nth=0)
    assert sorted(case.open) == ["more", "supervise", "work"]
    case.do("supervise").do("more").do("work").do("more")
    assert case.open == ["supervise"] and case.do("supervise").status == "completed"


def test_a_signal_interrupts_the_scope_it_was_thrown_in():
    case = drawn("signal_events").start()
    case.do("rule")
    assert case.open == ["dispatch"]
    assert ("handle", "cancelled") in [(one.element, one.state) for one in case.last.passed]
    assert case.do("dispatch").status == "completed"


def test_a_finished_branch_waits_for_the_ruling():
    case = drawn("signal_events").start().do("handle")
    assert case.open == ["rule"] and case.do("rule").open == ["dispatch"]


def test_a_terminate_end_ends_its_scope_only():
    case = drawn("terminate_end").start().do("c")
    assert sorted(case.open) == ["a", "after", "b"]
    assert case.do("a").status == "completed" and case.last.ended_at_element == "over"


@pytest.mark.parametrize("order", ["fork call; fork hear", "fork hear; fork call"])
def test_who_comes_to_a_catch_in_the_same_step_hears_the_signal_in_whatever_order_it_is_drawn(order):
    told = '<signalEventDefinition signalRef="g"/>'
    drawing = f"""<startEvent id="s"/><parallelGateway id="fork" name="fork"/><parallelGateway id="join" name="join"/>
      <intermediateThrowEvent id="call" name="call">{told}</intermediateThrowEvent>
      <intermediateCatchEvent id="hear" name="hear">{told}</intermediateCatchEvent><endEvent id="e"/>"""
    lines = flows(f"s fork; {order}; call join; hear join; join e")
    assert Desk(bpmn(drawing + lines, before='<signal id="g" name="g"/>')).start().status == "completed"


def test_what_other_paths_had_written_is_told_when_a_terminate_end_ends_them():
    inner = f"""<startEvent id="is"/><parallelGateway id="fork" name="fork"/>{user("a")}{user("more")}{user("b")}
      <endEvent id="ie"/><endEvent id="all" name="all"><terminateEventDefinition/></endEvent>"""
    lines = flows("is fork; fork a; a more; more ie; fork b; b all")
    host = f'<subProcess id="host" name="host">{inner}{lines}</subProcess>'
    outer = f'<startEvent id="s"/>{host}{user("z")}<endEvent id="e"/>'
    case = Desk(bpmn(outer + flows("s host; host z; z e"))).start(same=1).do("a", a=1, same=2).do("b", b=2, same=2)
    assert case.open == ["z"] and case.facts["b"] == 2 and "a" not in case.facts
    assert case.last.clashes == ["‘all’ (all) ended all; what other paths had written is gone: a."]
