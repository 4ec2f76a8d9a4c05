import pytest

from tests.runtime.diagram import drawn


@pytest.mark.parametrize(("amount", "way"), [(500, "large"), (50, "middle"), (5, "small")])
def test_the_first_condition_that_is_true_decides_else_the_default(amount, way):
    case = drawn("exclusive_gateway").start(amount=amount)
    assert case.open == [way]
    assert f"big_{way}" in case.last.flows


def test_a_condition_that_is_null_is_an_incident_and_not_the_default():
    case = drawn("exclusive_gateway").start()
    assert case.open == [] and case.stuck == ["big"]
    assert "found null: amount > 100" in case.last.incidents[0].cause


def test_corrected_facts_and_a_retry_mend_it():
    case = drawn("exclusive_gateway").start()
    case.step(lambda instance, halt: instance.correct({"amount": 11}))
    assert case.retry().open == ["middle"] and case.stuck == []


def test_skipping_it_takes_the_default():
    assert drawn("exclusive_gateway").start().skip().open == ["small"]
