"""Instances go on in another version: tokens, tasks, timers, loops and joins are where they were."""

from datetime import timedelta

import pytest

from engine.errors import NotNow, Unusable
from engine.runtime.migrate import migrate, verdict
from engine.runtime.migrate_match import Match, check_mapping
from tests.runtime.diagram import MONDAY, Case, Desk, bpmn, flows, user, with_properties

START, END = '<startEvent id="begin"/>', '<endEvent id="finish"/>'


def version(elements: str, lines: str) -> Desk:
    return Desk(bpmn(f"{START}{elements}{END}{flows(lines)}"))


def moved(case: Case, desk: Desk, **mapping: str) -> Case:
    """The case on the other desk's version, at the same moment."""
    desk.clock.set(case.desk.clock.now())
    definition = desk.bundle.definitions["p"]
    carried = migrate(case.blob, case.definition, definition, desk.surroundings, mapping)
    there = Case(desk, definition)
    there.blob = carried.blob
    there.step(carried.wake)
    return there


def judged(case: Case, desk: Desk, **mapping: str):
    return verdict(case.blob, case.definition, desk.bundle.definitions["p"], case.desk.surroundings, mapping)


def timer(name: str, host: str, length: str = "PT4H", interrupting: str = "true") -> str:
    return (
        f'<boundaryEvent id="{name}" attachedToRef="{host}" cancelActivity="{interrupting}"><timerEventDefinition>'
        f'<timeDuration>"{length}"</timeDuration></timerEventDefinition></boundaryEvent>'
    )


ONE = version(user("a") + user("b"), "begin a; a b; b finish")


def test_a_task_inserted_downstream_is_met_later_and_the_open_task_keeps_its_id():
    case = ONE.start(x=1).do("a", said="yes")
    there = moved(case, version(user("a") + user("b") + user("c"), "begin a; a b; b c; c finish"))
    assert [task.id for task in there.last.user_tasks] == [task.id for task in case.last.user_tasks]
    assert there.facts == {"x": 1, "said": "yes", "key": "K1"}
    assert there.do("b").open == ["c"] and there.do("c").status == "completed"


def test_a_renamed_element_needs_a_mapping_and_goes_on_with_one():
    case, desk = ONE.start().do("a"), version(user("a") + user("b2"), "begin a; a b2; b2 finish")
    found = judged(case, desk)
    assert found.kind == "needs_mapping" and "‘b’ (b)" in found.reasons[0] and "b=b2" in found.reasons[0]
    there = moved(case, desk, b="b2")
    assert there.open == ["b2"] and there.last.user_tasks[0].id == case.last.user_tasks[0].id
    assert there.do("b2").status == "completed"


def test_a_removed_element_blocks_those_that_stand_on_it_and_no_others():
    desk = version(user("a"), "begin a; a finish")
    assert judged(ONE.start(), desk).kind == "safe"
    case = ONE.start().do("a")
    found = judged(case, desk)
    assert found.kind == "blocked" and "‘b’ (b), which the new version does not have" in found.reasons[0]
    with pytest.raises(NotNow, match="does not have"):
        migrate(case.blob, case.definition, desk.bundle.definitions["p"], desk.surroundings)


def test_an_element_of_another_kind_blocks():
    receive = '<receiveTask id="b" messageRef="m"/>'
    body = f"{START}{user('a')}{receive}{END}{flows('begin a; a b; b finish')}"
    desk = Desk(bpmn(body, before='<message id="m" name="heard"/>'))
    found = judged(ONE.start().do("a"), desk)
    assert found.kind == "blocked" and "was a user task and is a message receive task" in found.reasons[0]


def test_what_the_new_version_says_about_a_task_takes_effect_and_the_rest_stays():
    old = version(user("a", unit="unit", due="deadline"), "begin a; a finish")
    told = {"unit": "&quot;U9&quot;", "due": "deadline", "role": "unit_leader", "form": "p/other"}
    new = version(user("a", **told), "begin a; a finish")
    case = old.start(unit="U1", deadline="2026-11-30T12:00:00")
    case.step(lambda instance, halt: instance.correct({"deadline": "2027-01-01T12:00:00"}))
    (before,), (after,) = case.last.user_tasks, moved(case, new).last.user_tasks
    assert (after.id, after.unit, after.role, after.form) == (before.id, "U9", "unit_leader", "p/other")
    assert after.due_at == before.due_at  # asked once, when it opened; its wording is the same


def test_a_property_that_cannot_be_evaluated_blocks_and_the_dry_run_says_so():
    found = judged(ONE.start(), version(user("a", due="&quot;soon&quot;") + user("b"), "begin a; a b; b finish"))
    assert found.kind == "blocked" and "‘due’ of ‘a’" in found.reasons[0] and "soon" in found.reasons[0]


def test_timers_keep_their_due_time_and_new_ones_count_from_now():
    old = version(user("a") + timer("late", "a"), "begin a; a finish; late finish")
    new = version(
        user("a") + timer("late", "a", "PT9H") + timer("remind", "a", "PT1H", "false"),
        "begin a; a finish; late finish; remind finish",
    )
    case = old.start()
    (late,) = case.last.timers
    old.clock.forward(timedelta(hours=2))
    there = moved(case, new)
    due = {one.element: (one.id, one.due_at) for one in there.last.timers}
    assert due["late"] == (late.id, MONDAY + timedelta(hours=4))
    assert due["remind"][1] == MONDAY + timedelta(hours=3)
    assert there.later(hours=1) == ["remind"] and there.later(hours=1) == ["late"]
    assert there.status == "completed"


def test_a_boundary_event_that_is_gone_waits_no_longer():
    old = version(user("a") + timer("late", "a"), "begin a; a finish; late finish")
    new = version(user("a"), "begin a; a finish")
    found = judged(old.start(), new)
    assert found.kind == "safe" and "late is no longer waited for" in found.notes[0]
    there = moved(old.start(), new)
    assert there.last.timers == [] and there.open == ["a"]


def test_a_boundary_event_that_may_have_been_renamed_wants_to_be_named_or_given_up():
    old = version(user("a") + timer("late", "a"), "begin a; a finish; late finish")
    new = version(user("a") + timer("later", "a", "PT9H"), "begin a; a finish; later finish")
    case = old.start()
    assert judged(case, new).kind == "needs_mapping"
    assert [one.due_at for one in moved(case, new, late="later").last.timers] == [MONDAY + timedelta(hours=4)]
    assert [one.due_at for one in moved(case, new, late="").last.timers] == [MONDAY + timedelta(hours=9)]


def test_a_timer_that_rested_stays_at_rest_and_one_bound_to_no_deadline_blocks():
    def begin_deadlines() -> dict[str, str]:
        return {}

    begin_deadlines.begins = ("handle", "reply")
    called = '<spiffworkflow:serviceTaskOperator id="begin_deadlines"/>'
    clock = f'<serviceTask id="clock"><extensionElements>{called}</extensionElements></serviceTask>'

    def bound(deadline: str) -> Desk:
        told = with_properties(deadline=deadline) if deadline else ""
        event = "<timerEventDefinition><timeDate>due</timeDate></timerEventDefinition>"
        late = f'<boundaryEvent id="late" attachedToRef="a">{told}{event}</boundaryEvent>'
        lines = flows("begin clock; clock a; a finish; late finish")
        return Desk(
            bpmn(f"{START}{clock}{user('a')}{late}{END}{lines}"), operations={"begin_deadlines": begin_deadlines}
        )

    case = bound("handle").start()
    (resting,) = moved(case, bound("reply")).last.timers
    assert (resting.due_at, resting.deadline) == (None, "reply")
    assert "binds it to no deadline" in judged(case, bound("")).reasons[0]


LOOP = "<multiInstanceLoopCharacteristics{0}>{1}</multiInstanceLoopCharacteristics>"
EACH = LOOP.format(
    "",
    "<loopDataInputRef>units</loopDataInputRef><loopDataOutputRef>said</loopDataOutputRef>"
    '<inputDataItem id="unit"/><outputDataItem id="answer"/>',
)


def test_a_loop_half_done_keeps_its_results_and_their_order():
    old = version(user("ask", EACH) + user("b"), "begin ask; ask b; b finish")
    new = version(user("ask", EACH, role="reviewer") + user("x") + user("b"), "begin ask; ask x; x b; b finish")
    case = old.start(units=["U1", "U2", "U3"])
    case.do("ask", nth=1, answer="second")
    there = moved(case, new)
    assert [task.id for task in there.last.user_tasks] == [task.id for task in case.last.user_tasks]
    assert {task.role for task in there.last.user_tasks} == {"reviewer"}
    there.do("ask", nth=1, answer="third").do("ask", answer="first")
    assert there.open == ["x"] and there.facts["said"] == ["first", "second", "third"]


FORK = '<parallelGateway id="fork"/><parallelGateway id="join"/>'
TWO = version(FORK + user("a") + user("b") + user("c"), "begin fork; fork a; fork b; a join; b join; join c; c finish")


def test_an_arrival_at_a_join_is_kept_with_what_its_branch_changed():
    case = TWO.start(x=0).do("a", left=1)
    new = version(
        FORK + user("a") + user("b") + user("b2") + user("c"),
        "begin fork; fork a; fork b; a join; b b2; b2 join; join c; c finish",
    )
    there = moved(case, new)
    assert there.open == ["b"]
    assert there.do("b", right=2).open == ["b2"] and there.do("b2").open == ["c"]
    assert there.facts == {"x": 0, "left": 1, "right": 2, "key": "K1"}


def test_an_arrival_whose_flow_is_gone_blocks_until_the_join_is_passed():
    case = TWO.start().do("a")
    new = version(
        FORK + user("a") + user("a2") + user("b") + user("c"),
        "begin fork; fork a; fork b; a a2; a2 join; b join; join c; c finish",
    )
    found = judged(case, new)
    assert found.kind == "needs_mapping" and "by the flow a_join" in found.reasons[0]
    there = moved(case, new, a_join="a2_join")
    assert there.do("b").open == ["c"]
    assert judged(case.do("b"), new).kind == "safe"


def test_a_branch_the_case_can_no_longer_enter_blocks():
    new = version(
        FORK + user("a") + user("b") + user("d") + user("c"),
        "begin fork; fork a; fork b; fork d; a join; b join; d join; join c; c finish",
    )
    for case in (TWO.start(), TWO.start().do("a")):
        found = judged(case, new)
        assert found.kind == "blocked" and "join would wait for a branch that this case has passed" in found.reasons[0]
    assert judged(TWO.start().do("a").do("b"), new).kind == "safe"


def test_a_join_that_is_complete_in_the_new_version_goes_on_at_once():
    new = version(
        FORK + user("a") + user("b") + user("c") + '<endEvent id="apart"/>',
        "begin fork; fork a; fork b; a join; join c; c finish; b apart",
    )
    there = moved(TWO.start().do("a", left=1), new)
    assert sorted(there.open) == ["b", "c"] and there.stuck == []
    assert there.do("c").do("b").status == "completed" and there.facts["left"] == 1


def test_a_race_keeps_its_events_and_gains_the_new_one():
    def raced(*names: str) -> Desk:
        events = "".join(
            f'<intermediateCatchEvent id="{name}"><messageEventDefinition messageRef="m_{name}"/>'
            "</intermediateCatchEvent>"
            for name in names
        )
        messages = "".join(f'<message id="m_{name}" name="{name}"/>' for name in names)
        lines = "begin g;" + ";".join(f"g {name};{name} finish" for name in names)
        body = f'{START}<eventBasedGateway id="g"/>{events}{END}{flows(lines)}'
        return Desk(bpmn(body, before=messages))

    case = raced("one", "two").start()
    there = moved(case, raced("two", "three"))
    assert there.waits == ["three|K1", "two|K1"]
    (kept,) = [one for one in there.last.subscriptions if one.message == "two"]
    assert kept in case.last.subscriptions
    assert "one is no longer waited for" in judged(case, raced("two", "three")).notes[0]
    assert there.deliver("three").status == "completed" and there.waits == []


def box(inner: str, lines: str, outside: str = "") -> Desk:
    sub = f'<subProcess id="box"><startEvent id="in"/>{inner}<endEvent id="out"/>{flows(lines)}</subProcess>'
    return version(sub + outside, "begin box; box finish" if not outside else "begin box; box b; b finish")


def test_an_element_that_moved_out_of_its_subprocess_blocks():
    old = box(user("a") + user("b"), "in a; a b; b out")
    new = box(user("a"), "in a; a out", user("b"))
    assert judged(old.start(), new).kind == "safe"
    assert "which is in p in the new version and not in box" in judged(old.start().do("a"), new).reasons[0]
    there = moved(old.start(), new)
    assert there.do("a").open == ["b"] and there.do("b").status == "completed"


def test_an_incident_is_carried_along_and_can_be_settled_there():
    choice = '<exclusiveGateway id="g" default="g_b"/>'
    lines = "begin a; a g; g finish # done: done; g b # on; b finish"
    old, new = (version(user("a") + choice + user("b", role=role), lines) for role in ("handler", "reviewer"))
    there = moved(old.start().do("a"), new)
    assert there.stuck == ["g"]
    there.step(lambda instance, halt: instance.correct({"done": False}))
    assert there.retry().open == ["b"] and there.last.user_tasks[0].role == "reviewer"


def test_the_difference_of_two_versions_and_a_mapping_that_fits_none():
    old = version(user("a") + user("b"), "begin a; a b; b finish")
    new = version(user("b") + user("c"), "begin b; b c; c finish")
    before, after = old.bundle.definitions["p"], new.bundle.definitions["p"]
    found = Match(before, after).difference()
    assert (found.added, found.removed, found.changed_kind, found.moved) == (("c",), ("a",), (), ())
    assert Match(before, after, {"a": "c"}).difference().removed == ()
    check_mapping(old.bundle, new.bundle, {"a": "c"})
    for wrong in ({"x": "c"}, {"a": "x"}, {"a": "finish"}):
        with pytest.raises(Unusable):
            check_mapping(old.bundle, new.bundle, wrong)
