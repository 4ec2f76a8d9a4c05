import pytest

from engine.runtime import Source
from tests.runtime.diagram import HERE, Desk


def weighed(amount):
    names = ("business_rule_task.bpmn", "business_rule_task.dmn")
    case = Desk(*(Source(name, (HERE / name).read_bytes()) for name in names)).start()
    return case.do("weigh", amount=amount)


@pytest.mark.parametrize(("amount", "size"), [(11, "large"), (2, "small"), (10.5, "large")])
def test_the_answer_becomes_a_fact(amount, size):
    case = weighed(amount)
    assert case.open == ["look"] and case.facts["size"] == size


def test_two_rules_that_fit_under_unique_are_an_incident():
    case = weighed(3)
    assert case.stuck == ["ask"] and "size_of" in case.last.incidents[0].cause
    assert case.last.incidents[0].facts["submission"] == {"amount": 3}
