from tests.runtime.diagram import drawn


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


def test_the_instance_waits_for_a_path_beside_it():
    case = drawn("sub_process").start()
    case.later(hours=1)
    case.do("work").do("after")
    assert case.status == "running" and case.open == ["remind"]
    assert case.do("remind", seen=True).status == "completed" and case.facts["seen"] is True
