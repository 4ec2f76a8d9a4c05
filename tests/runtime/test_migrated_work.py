"""What people have on their lists after a migration that was called safe: the same work, once, with its facts."""

from datetime import timedelta

from tests.runtime.diagram import MONDAY, Desk, bpmn, flows, user
from tests.runtime.test_migrate import END, FORK, LOOP, START, judged, moved, version

BRANCHES = user("first") + user("second") + user("other")
BRANCHED = "begin fork; fork first; first second; fork other; second join; other join; join finish"


def test_a_new_boundary_event_goes_by_what_its_branch_wrote_and_not_by_what_it_was_before_the_fork():
    old = version(FORK + BRANCHES, BRANCHED)
    wait = '<timerEventDefinition><timeDuration>"P" + string(amount) + "D"</timeDuration></timerEventDefinition>'
    late = f'<boundaryEvent id="late" attachedToRef="second" cancelActivity="false">{wait}</boundaryEvent>'
    new = version(FORK + BRANCHES + late + user("told"), f"{BRANCHED}; late told; told finish")
    case = old.start(amount=9).do("first", amount=1, note="of the branch")
    there = moved(case, new)
    assert [one.due_at for one in there.last.timers] == [MONDAY + timedelta(days=1)]
    assert there.later(days=1) == ["late"]
    (told,) = [task for task in there.last.user_tasks if task.element == "told"]
    assert (told.facts["amount"], told.facts["note"]) == (1, "of the branch")
    there.do("told").do("second", amount=9).do("other")  # the branch has it as it was: nothing brings the 1 back
    assert there.status == "completed" and there.facts["amount"] == 9 and there.last.clashes == []


def test_two_branches_of_which_one_now_follows_the_other_would_do_it_twice_and_block():
    old = version(FORK + user("left") + user("right"),
                  "begin fork; fork left; fork right; left join; right join; join finish")  # fmt: skip
    new = version(user("left") + user("right"), "begin left; left right; right finish")
    found = judged(old.start(), new)
    assert found.kind == "blocked" and "‘right’ (right) would run twice" in found.reasons[0]
    assert "at ‘left’ (left) and at ‘right’ (right)" in found.reasons[0] and "Let it go on" in found.reasons[0]
    assert judged(old.start().do("left"), new).kind != "safe"  # its token at the join has no place there
    assert (
        judged(version(user("left") + user("right"), "begin left; left right; right finish").start(), new).kind
        == "safe"
    )


MESSAGE = '<message id="m" name="ask"/>'
ASKED = '<boundaryEvent id="asked" attachedToRef="work" cancelActivity="false"><messageEventDefinition messageRef="m"/>'
ASKED += "</boundaryEvent>"


def asking(elements: str, lines: str) -> Desk:
    return Desk(bpmn(f"{START}{elements}{END}{flows(lines)}", before=MESSAGE))


def test_what_was_begun_beside_the_work_and_now_follows_it_blocks():
    old = asking(user("work") + ASKED + user("reply"), "begin work; work finish; asked reply; reply finish")
    new = version(user("work") + user("reply"), "begin work; work reply; reply finish")
    case = old.start()
    assert judged(case, new, asked="").kind == "safe"
    found = judged(case.deliver("ask"), new, asked="")
    assert found.kind == "blocked" and "‘reply’ (reply) would run twice" in found.reasons[0]
    assert judged(case.do("reply"), new, asked="").kind == "safe"


def test_what_the_drawing_does_twice_anyway_blocks_nothing():
    lines = "begin work; work finish; asked reply; reply {0}finish"
    old = asking(user("work") + ASKED + user("reply"), lines.format(""))
    new = asking(user("work") + ASKED + user("reply") + user("sign"), lines.format("sign; sign "))
    there = moved(old.start().deliver("ask").deliver("ask"), new)
    assert there.open.count("reply") == 2
    assert there.do("reply").do("reply").open.count("sign") == 2


def test_two_places_that_are_mapped_onto_one_would_be_one_work_twice():
    old = version(FORK + user("a") + user("b"), "begin fork; fork a; fork b; a join; b join; join finish")
    new = version(user("z"), "begin z; z finish")
    found = judged(old.start(), new, a="z", b="z")
    assert found.kind == "blocked" and "at ‘a’ (a) and at ‘b’ (b)" in found.reasons[0]
    assert judged(old.start(), new, a="z").kind != "safe"


def test_a_join_in_the_new_version_lets_both_branches_go_on():
    old = version(FORK + user("a") + user("b"), "begin fork; fork a; fork b; a join; b join; join finish")
    new = version(FORK + user("a") + user("b") + user("c"),
                  "begin fork; fork a; fork b; a join; b join; join c; c finish")  # fmt: skip
    there = moved(old.start(), new)
    assert there.do("a").do("b").open == ["c"]


def per_unit(item: str, answer: str = "note", **told: str) -> Desk:
    marks = "<loopDataInputRef>units</loopDataInputRef><loopDataOutputRef>said</loopDataOutputRef>"
    marks += f'<inputDataItem name="{item}"/><outputDataItem name="{answer}"/>'
    return version(user("opinion", LOOP.format("", marks), **told), "begin opinion; opinion finish")


def test_an_item_that_is_called_otherwise_now_stays_the_item_of_the_open_tasks():
    case = per_unit("lead", unit="lead").start(units=["U1", "U2"]).do("opinion", note="first")
    there = moved(case, per_unit("unit_code", "answer", unit="unit_code"))
    (task,) = there.last.user_tasks
    assert (task.id, task.unit) == (case.last.user_tasks[0].id, "U2") and task.facts["unit_code"] == "U2"
    assert there.do("opinion", answer="second").facts["said"] == ["first", "second"]


def test_what_was_written_inside_under_the_old_name_of_the_output_is_still_the_answer():
    def boxed(answer: str) -> Desk:
        marks = "<loopDataInputRef>units</loopDataInputRef><loopDataOutputRef>said</loopDataOutputRef>"
        marks += f'<inputDataItem name="lead"/><outputDataItem name="{answer}"/>'
        inner = '<startEvent id="in"/><endEvent id="out"/>' + user("write") + user("sign")
        inner += LOOP.format("", marks) + flows("in write; write sign; sign out")
        box = f'<subProcess id="box">{inner}</subProcess>'
        return version(box, "begin box; box finish")

    case = boxed("note").start(units=["U1", "U2"], note="of the case").do("write", note="yes")
    there = moved(case, boxed("answer"))
    there.do("write", answer="no").do("sign").do("sign")
    assert there.status == "completed" and there.facts["said"] == ["yes", "no"]


def test_an_expression_that_finds_nothing_takes_no_task_from_its_owners_list():
    told = {"unit": "unit", "assignee": "who", "due": "until"}
    case = version(user("a", **told), "begin a; a finish").start(unit="U1", who="ann", until="2026-11-30T12:00:00")
    for key in told:
        new = version(user("a", **{**told, key: "of_the_new_form"}), "begin a; a finish")
        found = judged(case, new)
        assert found.kind == "safe" and f"‘{key}’ of ‘a’ (a) is null here" in found.notes[0]
        (before,), (after,) = case.last.user_tasks, moved(case, new).last.user_tasks
        assert (after.unit, after.assignee, after.due_at) == (before.unit, before.assignee, before.due_at)
    found = judged(case, version(user("a", unit="unit", due="until"), "begin a; a finish"))
    assert found.kind == "safe" and "has no ‘assignee’ in the new version" in found.notes[0]


def test_work_drawn_in_another_order_is_noted_and_a_new_loop_is_not():
    forward = "begin a; a b; b c; c finish"
    case = version(user("a") + user("b") + user("c"), forward).start().do("a")
    found = judged(case, version(user("a") + user("b") + user("c"), "begin c; c b; b a; a finish"))
    assert found.kind == "safe" and found.notes == (
        "‘a’ (a) lay before ‘b’ (b) and lies behind it in the new version: it comes once more.",
        "‘c’ (c) lay behind ‘b’ (b) and lies before it in the new version: it comes no more.",
    )
    gates = '<exclusiveGateway id="m"/><exclusiveGateway id="x" default="x_c"/>'
    looped = "begin m; m a; a b; b x; x m # again: again = true; x c # on; c finish"
    assert judged(case, version(user("a") + user("b") + user("c") + gates, looped)).notes == ()


def test_a_task_that_goes_to_other_lists_is_noted():
    case = version(user("a", unit="unit"), "begin a; a finish").start(unit="U1", other="U2")
    found = judged(case, version(user("a", unit="unit", role="reviewer"), "begin a; a finish"))
    assert found.kind == "safe" and "from the lists of ‘handler’ to theirs" in found.notes[0]
    found = judged(case, version(user("a", unit="other"), "begin a; a finish"))
    assert found.kind == "safe" and "go to other lists" in found.notes[0]
    assert judged(case, version(user("a", unit="if true then unit else other"), "begin a; a finish")).notes == ()


def test_a_timer_that_becomes_a_cycle_keeps_its_time_and_comes_again():
    def told(form: str, text: str) -> Desk:
        event = f'<timerEventDefinition><{form}>"{text}"</{form}></timerEventDefinition>'
        late = f'<boundaryEvent id="late" attachedToRef="a" cancelActivity="false">{event}</boundaryEvent>'
        return version(user("a") + late + user("b"), "begin a; a finish; late b; b finish")

    case = told("timeDuration", "PT4H").start()
    case.desk.clock.forward(timedelta(hours=1))
    there = moved(case, told("timeCycle", "R2/P1D"))
    assert [one.due_at for one in there.last.timers] == [MONDAY + timedelta(hours=4)]
    assert there.later(hours=3) == ["late"]
    assert [one.due_at for one in there.last.timers] == [MONDAY + timedelta(hours=28)]
    assert there.later(hours=24) == ["late"] and there.last.timers == [] and there.open.count("b") == 2
    monthly = moved(told("timeDuration", "PT4H").start(), told("timeCycle", "R/P1M"))
    assert monthly.later(hours=4) == ["late"]
    assert [one.due_at for one in monthly.last.timers] == [(MONDAY + timedelta(hours=4)).replace(month=12)]
