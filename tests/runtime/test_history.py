from tests.runtime.diagram import drawn


def test_5000_rework_rounds_leave_a_small_state():
    case = drawn("rework").start()
    instance = case.instance()
    sizes = []
    for nth in range(5000):
        for _ in range(2):
            (task,) = instance.outcome().user_tasks
            instance.complete(task.id, {"nth": nth, "passed": False}, "ann")
        if nth % 100 == 0:
            instance = type(instance).restore(case.definition, instance.dump(), case.desk.surroundings)
            sizes.append(len(instance.dump()))
    assert max(sizes) <= min(sizes) + 10
    assert len(instance._execution.tasks) <= 5


def test_rework_beside_a_waiting_branch_leaves_a_small_state_too():
    case = drawn("side_by_side").start(passed=False)
    instance = case.instance()
    for nth in range(300):
        task = next(one for one in instance.outcome().user_tasks if one.element == "handle")
        instance.complete(task.id, {"nth": nth}, "ann")
    assert len(instance._execution.tasks) <= 5 and len(instance.dump()) < 1000


def test_a_thousand_pauses_that_ended_apart_leave_a_small_state():
    case = drawn("rework").start()
    instance = case.instance()
    for nth in range(1000):
        instance.deliver("suspend", "K1", {"until": nth})
    assert len(instance.dump()) < 2000
