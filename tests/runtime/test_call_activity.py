from tests.runtime.diagram import drawn


def test_it_inherits_the_facts_and_gives_back_its_own():
    case = drawn("call_activity").start("call_activity", a=1)
    case.do("ask", b=2)
    assert case.last.user_tasks[0].facts == {"key": "K1", "a": 1, "b": 2}
    case.do("review_it", c=3, a=4)
    assert case.open == ["after"] and case.facts == {"key": "K1", "a": 4, "b": 2, "c": 3}


def test_a_timer_on_it_withdraws_all_that_runs_inside():
    case = drawn("call_activity").start("call_activity").do("ask")
    assert case.later(hours=2) == ["late"] and case.open == ["escalated"]


def test_the_called_process_can_also_be_started_alone():
    desk = drawn("call_activity")
    assert desk.start("review_process").do("review_it").status == "completed"


def test_the_definition_has_the_elements_of_what_it_calls():
    definition = drawn("call_activity").bundle.definitions["call_activity"]
    assert {"ask", "review_it"} <= definition.elements.keys() and definition.called == ("review_process",)
