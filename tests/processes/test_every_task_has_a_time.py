"""No task of the shipped diagrams lies for ever: each says by when it is to be done."""

from tests.processes.drawing import Drawing


def test_every_user_task_has_a_due_time(drawings: list[Drawing]) -> None:
    timeless = [
        (drawing.file, one)
        for drawing in drawings
        for one in drawing.nodes()
        if drawing.kind(one) == "userTask" and not drawing.properties(one).get("due")
    ]
    assert timeless == []
