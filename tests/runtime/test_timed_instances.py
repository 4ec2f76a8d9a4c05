from tests.runtime.diagram import Desk, bpmn, drawn, flows, user


def test_a_timer_on_all_instances_withdraws_those_still_open():
    case = drawn("timed_instances", operations={"note": lambda unit: {}}).start(units=["A", "B", "C"])
    case.do("give", nth=1, opinion="b")
    assert case.open == ["give", "give"] and [task.unit for task in case.last.user_tasks] == ["A", "C"]
    assert case.later(hours=4) == ["late"]
    assert case.open == ["rule"] and case.last.timers == [] and "unit" not in case.facts
    assert case.facts["said"] == ["b"] and case.last.clashes == []  # whoever rules has what was said in time


def test_what_unfinished_instances_wrote_is_gone_and_named_and_with_it_all_of_a_subprocess_that_is_left():
    many = "<multiInstanceLoopCharacteristics><loopDataInputRef>units</loopDataInputRef><loopDataOutputRef>said"
    many += '</loopDataOutputRef><inputDataItem name="unit"/><outputDataItem name="opinion"/>'
    inner = f'{many}</multiInstanceLoopCharacteristics><startEvent id="in"/>{user("give")}{user("sign")}'
    inner = f'<subProcess id="each">{inner}<endEvent id="out"/>{flows("in give;give sign;sign out")}</subProcess>'
    late = '<boundaryEvent id="late" attachedToRef="{}"><timerEventDefinition><timeDuration>"PT4H"</timeDuration>'
    late += '</timerEventDefinition></boundaryEvent><endEvent id="e"/><endEvent id="x"/>'

    def left(body):
        case = Desk(bpmn(f'<startEvent id="s"/>{body}')).start(units=["A", "B", "C"])
        for _ in range(2):
            case.do("give", opinion="yes")
        case.do("sign").later(hours=4)
        return case

    case = left(inner + late.format("each") + user("rule") + flows("s each;each e;late rule;rule x"))
    assert case.facts["said"] == ["yes"]
    assert case.last.clashes == ["late left each; what was written inside it is gone: opinion."]
    around = f'<subProcess id="box"><startEvent id="b"/>{inner}<endEvent id="c"/>{flows("b each;each c")}</subProcess>'
    case = left(around + late.format("box") + user("rule") + flows("s box;box e;late rule;rule x"))
    assert "said" not in case.facts
    assert case.last.clashes == ["late left box; what was written inside it is gone: opinion, said."]


def test_one_stuck_instance_does_not_hold_up_the_others():
    calls = []

    def note(unit):
        calls.append(unit)
        if unit == "B" and calls.count("B") < 2:
            raise OSError("no answer")
        return {}

    case = drawn("timed_instances", operations={"note": note}).start(units=["A", "B", "C"])
    for opinion in "abc":
        case.do("give", opinion=opinion)
    assert case.stuck == ["note"] and case.last.incidents[0].cause == "OSError: no answer"
    assert case.retry().status == "completed" and case.facts["said"] == ["a", "b", "c"]
