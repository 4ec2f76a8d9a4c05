import orjson
import pytest

from engine.errors import Unusable
from engine.runtime import STATE_FORMAT, Instance
from tests.runtime.diagram import drawn


def test_an_unknown_format_is_refused():
    case = drawn("rework").start()
    state = {**orjson.loads(case.blob), "format": STATE_FORMAT + 1}
    with pytest.raises(Unusable, match=f"format {STATE_FORMAT}"):
        Instance.restore(case.definition, orjson.dumps(state), case.desk.surroundings)


@pytest.mark.parametrize("blob", [b"", b"[]", b"__import__('os')", b"\x80\x04."])
def test_what_is_no_state_is_refused(blob):
    case = drawn("rework").start()
    with pytest.raises(Unusable):
        Instance.restore(case.definition, blob, case.desk.surroundings)


@pytest.mark.parametrize(
    "damage", [{"format": True}, {"status": "weird"}, {"tokens": [["t", -1, 0, 7777]]}, {"tokens": []}]
)
def test_a_damaged_state_is_refused(damage):
    case = drawn("rework").start()
    with pytest.raises(Unusable, match="Expected"):
        Instance.restore(case.definition, orjson.dumps(orjson.loads(case.blob) | damage), case.desk.surroundings)


def test_a_state_that_does_not_fit_the_definition_names_the_elements():
    case, other = drawn("rework").start(), drawn("multi_instance")
    with pytest.raises(Unusable, match="pause"):
        Instance.restore(other.bundle.definitions["multi_instance"], case.blob, case.desk.surroundings)


def test_restoring_and_dumping_changes_nothing():
    case = drawn("nested_forks").start(a=1).do("a").do("c", x={"y": [1]})
    assert case.instance().dump() == case.blob


def test_branches_share_no_nested_value_after_a_change():
    case = drawn("parallel_gateway").start(case={"n": 1})
    case.do("left", case={"n": 2})
    assert case.last.user_tasks[0].facts["case"] == {"n": 1}
