import random

import pytest

from engine.errors import NotNow
from tests.runtime.diagram import Desk, bpmn, drawn, flows, user


def units(count):
    return [{"code": f"U{nth}"} for nth in range(count)]


@pytest.mark.parametrize("count", [0, 1, 3, 500])
def test_results_come_in_the_order_of_the_input(count):
    case = drawn("multi_instance").start(units=units(count), enough=1000)
    assert [task.unit for task in case.last.user_tasks[:count]] == [f"U{nth}" for nth in range(count)]
    instance, rest = case.instance(), [task.id for task in case.last.user_tasks][:count]
    random.Random(count).shuffle(rest)
    for task_id in rest:
        unit = instance._execution.tasks[task_id].data["unit"]["code"]
        instance.complete(task_id, {"opinion": f"{unit} says"}, "ann")
    assert [task.element for task in instance.outcome().user_tasks] == ["rule"]
    assert instance.facts["opinions"] == [f"U{nth} says" for nth in range(count)]
    assert "unit" not in instance.facts and "opinion" not in instance.facts


def test_500_open_instances_are_stored_compactly_and_load_again():
    case = drawn("multi_instance").start(units=units(500), enough=1000)
    assert len(case.open) == 500 and len(case.blob) < 150_000
    case.do("opinion", nth=499, opinion="last").do("opinion", nth=0, opinion="first")
    assert len(case.open) == 498


def test_the_completion_condition_withdraws_the_others():
    case = drawn("multi_instance").start(units=units(5), enough=2)
    case.do("opinion", nth=3, opinion="no").do("opinion", nth=0, opinion="yes")
    assert case.open == ["rule"] and case.facts["opinions"] == ["yes", "no"]
    assert [one.state for one in case.last.passed if one.element == "opinion"].count("cancelled") == 3


def test_entered_again_by_a_loop_it_starts_afresh():
    case = drawn("multi_instance").start(units=units(2), enough=9)
    for turn in ("a", "b"):
        case.do("opinion", opinion=turn).do("opinion", opinion=turn)
        assert case.facts["opinions"] == [turn, turn]
        case.do("rule", units=units(2))
    assert case.open == ["opinion", "opinion"]


@pytest.mark.parametrize("wrong", [None, "U1", 3])
def test_a_collection_that_is_none_is_an_incident(wrong):
    case = drawn("multi_instance").start(units=wrong, enough=1)
    assert case.stuck == ["opinion"] and "Expected a list or a context" in case.last.incidents[0].cause


def test_a_null_completion_condition_stops_the_loop_but_keeps_the_submission():
    case = drawn("multi_instance").start(units=units(2))
    case.do("opinion", opinion="mine")
    assert case.stuck == ["opinion"] and case.open == ["opinion"]
    case.do("opinion", opinion="theirs")
    case.step(lambda instance, halt: instance.correct({"enough": 5}))
    assert case.retry().open == ["rule"] and case.facts["opinions"] == ["mine", "theirs"]


def test_a_context_gives_a_context_with_the_same_keys():
    case = drawn("multi_instance").start(units={"U1": {"code": "one"}, "U2": {"code": "two"}}, enough=9)
    case.do("opinion", nth=1, opinion="second").do("opinion", opinion="first")
    assert case.facts["opinions"] == {"U1": "first", "U2": "second"}
    assert list(case.facts["opinions"]) == ["U1", "U2"]


def test_one_after_the_other():
    case = drawn("sequential_instances").start(steps=["a", "b", "c"])
    for name in "abc":
        assert case.open == ["step"] and case.last.user_tasks[0].facts["step_name"] == name
        case.do("step", result=name.upper())
    assert case.open == ["rule"] and case.facts["results"] == ["A", "B", "C"]


@pytest.mark.parametrize("count", [0, 1, 500])
def test_any_number_of_automatic_items_goes_through_one_after_the_other(count):
    marks = (
        '<multiInstanceLoopCharacteristics isSequential="true"><loopDataInputRef>items</loopDataInputRef>'
        '<loopDataOutputRef>doubled</loopDataOutputRef><inputDataItem name="item"/><outputDataItem name="two"/>'
        "</multiInstanceLoopCharacteristics>"
    )
    call = '<spiffworkflow:parameters><spiffworkflow:parameter id="item" value="item"/></spiffworkflow:parameters>'
    call = f'<spiffworkflow:serviceTaskOperator id="twice">{call}</spiffworkflow:serviceTaskOperator>'
    inner = f'<serviceTask id="twice"><extensionElements>{call}</extensionElements></serviceTask>'
    inner = f'<startEvent id="is"/>{inner}<endEvent id="ie"/>{flows("is twice;twice ie")}'
    body = f'<startEvent id="s"/><subProcess id="each">{marks}{inner}</subProcess><endEvent id="e"/>' + user("read")
    desk = Desk(bpmn(body + flows("s each;each read;read e")), operations={"twice": lambda item: {"two": 2 * item}})
    case = desk.start(items=list(range(count)))
    assert case.stuck == [] and case.open == ["read"]
    assert case.facts["doubled"] == [2 * item for item in range(count)]


@pytest.mark.parametrize("count", [0, 1, 500])
def test_any_number_of_people_one_after_the_other_in_the_order_of_the_input(count):
    case = drawn("sequential_instances").start(steps=list(range(count)))
    instance = case.instance()
    for nth in range(count):
        (task,) = instance.outcome().user_tasks
        instance.complete(task.id, {"result": task.facts["step_name"] + nth}, "ann")
    assert [task.element for task in instance.outcome().user_tasks] == ["rule"]
    assert instance.facts["results"] == [2 * nth for nth in range(count)]


def test_a_cardinality_counts_from_one():
    case = drawn("counted_instances").start(tries=2)
    assert [task.facts["nth"] for task in case.last.user_tasks] == [1, 2, 3]
    for nth in (2, 1, 0):
        case.do("call", nth=nth, answer=nth)
    assert case.facts["answers"] == [0, 1, 2]


def test_a_unit_joins_while_it_runs_and_the_join_waits_for_it():
    due = {"U1": {"unit": "U1"}, "U2": {"unit": "U2"}}
    case = drawn("growing_instances").start("growing_instances", branches_due=due)
    assert case.waits == ["unit_added|K1", "unit_released|K1/U1", "unit_released|K1/U2"]
    for unit in ("U8", "U9"):
        case.deliver("unit_added", unit=unit, task="help")
    assert [task.unit for task in case.last.user_tasks] == ["U1", "U2", "U8", "U9"]
    with pytest.raises(NotNow, match="U9 takes part"):
        case.deliver("unit_added", unit="U9")
    case.deliver("unit_released", "K1/U2", reason="not needed")
    for _ in range(3):
        case.do("handle_branch", report="done")
    assert case.open == ["compile"] and case.waits == []
    assert case.facts["results"] == {"U1": "done", "U2": None, "U8": "done", "U9": "done"}


def test_activities_inside_each_other_do_not_multiply_beyond_a_step():
    many = (
        "<multiInstanceLoopCharacteristics><loopCardinality>2000</loopCardinality></multiInstanceLoopCharacteristics>"
    )
    inner = f'<startEvent id="b"/>{user("ask", many)}<endEvent id="c"/>' + flows("b ask;ask c")
    body = f'<startEvent id="s"/><subProcess id="each">{many}{inner}</subProcess><endEvent id="e"/>'
    case = Desk(bpmn(body + flows("s each;each e"))).start()
    assert case.status == "running" and len(case.open) == 2_000  # of 4,000,000; the others stopped before they began
    assert case.stuck == ["ask"] and case.last.incidents[0].attempts == 1_999
    assert "stand inside each other" in case.last.incidents[0].cause


def test_a_unit_that_is_over_may_come_again_and_its_later_result_stands():
    case = drawn("growing_instances").start(
        "growing_instances", branches_due={"U1": {"unit": "U1"}, "U2": {"unit": "U2"}}
    )
    case.deliver("unit_released", "K1/U2", reason="not needed")
    case.deliver("unit_added", unit="U2", task="after all")
    assert [task.unit for task in case.last.user_tasks] == ["U1", "U2"]
    with pytest.raises(NotNow, match="U2 takes part"):
        case.deliver("unit_added", unit="U2")
    for _ in range(2):
        case.do("handle_branch", report="done")
    assert case.open == ["compile"] and case.facts["results"] == {"U1": "done", "U2": "done"}


ASK_ALL = (
    "<multiInstanceLoopCharacteristics><loopDataInputRef>units</loopDataInputRef>"
    "<loopDataOutputRef>votes</loopDataOutputRef>"
    '<inputDataItem id="i" name="unit"/><outputDataItem id="o" name="ok"/>{}</multiInstanceLoopCharacteristics>'
)


def voting(until=""):
    vote = user("vote", ASK_ALL.format(f"<completionCondition>{until}</completionCondition>" if until else ""))
    lines = flows("s ask; ask vote; vote after; after e")
    drawing = f'<startEvent id="s"/>{user("ask")}{vote}{user("after")}<endEvent id="e"/>{lines}'
    return Desk(bpmn(drawing)).start(units=["A", "B", "C"])


@pytest.mark.parametrize("before", [True, 1, "yes"])
def test_an_answer_counts_although_a_fact_of_its_name_says_the_same(before):
    """Python holds one True, and one 1: told apart by identity, answers equal to the fact came out as null."""
    case = voting().do("ask", ok=before).do("vote", ok=before).do("vote", ok=False).do("vote")
    assert case.facts["votes"] == [before, False, None] and case.facts["ok"] == before
    case = voting("count(votes[item = true]) >= 2").do("ask", ok=True).do("vote", ok=True).do("vote", ok=True)
    assert case.open == ["after"]


def test_what_unfinished_items_wrote_is_told_when_the_others_are_enough():
    lines = flows("is first; first second; second ie")
    inner = f'<startEvent id="is"/>{user("first")}{user("second")}<endEvent id="ie"/>{lines}'
    loop = ASK_ALL.format("<completionCondition>true</completionCondition>")
    each = f'<subProcess id="each" name="each">{loop}{inner}</subProcess>{user("after")}'
    lines = flows("s each; each after; after e")
    case = Desk(bpmn(f'<startEvent id="s"/>{each}<endEvent id="e"/>{lines}')).start(units=["A", "B"])
    case.do("first", ok="one").do("first", ok="two", note="x").do("second")
    assert case.open == ["after"] and case.facts["votes"] == ["one"]
    assert [told for told in case.last.clashes if "is gone: note, ok." in told]
