from tests.runtime.diagram import drawn


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
