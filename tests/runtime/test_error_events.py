from engine.errors import BusinessFault
from tests.runtime.diagram import drawn


def two_branches(**acts):
    desk = drawn("error_events", operations={"send": lambda: None, **acts})
    return desk.start(units=["A", "B"])


def test_an_error_reaches_the_innermost_boundary_and_no_sibling():
    case = two_branches().do("decide", bad=True)
    assert case.open == ["decide", "mend"]
    assert case.last.user_tasks[1].facts["error"] == {"code": "refused", "message": "refused"}
    case.do("mend").do("decide", bad=False)
    assert case.status == "completed"


def test_a_business_fault_of_an_operation_is_caught_by_its_boundary():
    def refuse():
        raise BusinessFault("full", "The box is full.")

    case = two_branches(send=refuse).do("decide", bad=False).do("decide", bad=False)
    assert case.open == ["by_hand"] and case.facts["error"] == {"code": "full", "message": "The box is full."}


def test_any_other_crash_is_not_a_business_fault():
    case = two_branches(send=lambda: {}["x"]).do("decide", bad=False).do("decide", bad=False)
    assert case.stuck == ["send"] and case.open == []
