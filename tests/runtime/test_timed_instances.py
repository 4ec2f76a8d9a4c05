from tests.runtime.diagram import drawn


def test_a_timer_on_all_instances_withdraws_those_still_open():
    case = drawn("timed_instances", operations={"note": lambda unit: {}}).start(units=["A", "B", "C"])
    case.do("give", nth=1, opinion="b")
    assert case.open == ["give", "give"] and [task.unit for task in case.last.user_tasks] == ["A", "C"]
    assert case.later(hours=4) == ["late"]
    assert case.open == ["rule"] and case.last.timers == [] and "unit" not in case.facts


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
