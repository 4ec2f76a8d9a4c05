from datetime import datetime

import pytest

from engine.errors import NotAllowed, Unusable
from tests.runtime.diagram import drawn


def desk_with(**acts):
    return drawn("service_task", operations={"weigh": lambda amount, at: {"grams": 2}, "note": lambda: None, **acts})


def test_arguments_have_the_declared_types_and_the_result_lands_in_its_variable():
    desk = desk_with()
    case = desk.start(amount=3, at="2026-11-23T09:00:00")
    assert case.facts["weight"] == {"grams": 2}
    name, given = desk.calls[0]
    assert (name, given["amount"]) == ("weigh", 3)
    assert isinstance(given["at"], datetime) and given["at"].tzinfo is not None


def test_without_a_variable_the_keys_of_the_result_become_facts():
    case = desk_with(note=lambda: {"noted": True, "by": "x"}).start(amount=1, at=None)
    assert case.facts["noted"] is True and case.facts["by"] == "x"


def test_a_value_of_another_type_is_an_incident_that_names_the_parameter():
    case = desk_with().start(amount="three", at=None)
    assert case.stuck == ["weigh"]
    assert "Expected a number for ‘amount’" in case.last.incidents[0].cause


def test_a_crash_of_the_operation_is_an_incident_with_its_kind():
    case = desk_with(weigh=lambda amount, at: 1 / 0).start(amount=1, at=None)
    assert case.stuck == ["weigh"] and case.last.incidents[0].cause.startswith("ZeroDivisionError")


def test_a_refusal_goes_to_the_person_who_acts():
    def refuse(amount, at):
        raise NotAllowed("A unit may return a case once.")

    with pytest.raises(NotAllowed, match="once"):
        desk_with(weigh=refuse).start(amount=1, at=None)


def test_an_operation_cannot_change_the_facts_it_was_given():
    def spoil(amount, at):
        return {"given": amount}

    desk = desk_with(weigh=spoil)
    case = desk.start(amount=5, at=None)
    desk.calls[0][1]["amount"] = 7
    assert case.facts["amount"] == 5


def test_the_key_of_an_instance_is_never_overwritten():
    case = desk_with(note=lambda: {"key": "other"}).start(amount=1, at=None)
    assert case.stuck == ["note"] and case.facts["key"] == "K1"
    with pytest.raises(Unusable, match="never changes"):
        drawn("rework").start().do("handle", key="other")
