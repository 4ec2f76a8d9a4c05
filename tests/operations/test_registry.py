"""What a designer sees of an operation, and what a wrong call gets."""

import pytest

from engine.errors import Unusable
from engine.operations.registered import catalogue, perform


def test_a_signature_becomes_the_parameters_a_designer_sees() -> None:
    wanted = catalogue()["cases.record_return"].parameters
    assert {name: (one.type, one.required) for name, one in wanted.items()} == {
        "ground": ("string", True),
        "clause": ("string", True),
        "evidence": ("string", False),
        "suggested_unit": ("string", False),
    }


@pytest.mark.parametrize("name", sorted(name for name in catalogue() if not name.startswith("tests.")))
def test_every_operation_is_explained_in_chinese_first_and_then_in_english(name: str) -> None:
    first, blank, rest, *_ = catalogue()[name].help.split("\n")
    assert any("\u4e00" <= sign <= "\u9fff" for sign in first)
    assert blank == ""
    assert rest.isascii() or rest[0].isascii()


@pytest.mark.parametrize(
    ("name", "arguments", "sentence"),
    [
        ("cases.fly", {}, "registered operation"),
        ("cases.reject", {}, "'reason'"),
        ("cases.reject", {"reason": None}, "'reason'"),
        ("cases.reject", {"reason": 3}, "text"),
        ("cases.accept", {"haste": True}, "'haste'"),
        ("cases.sign", {"deemed": "yes"}, "boolean"),
        ("joint.add", {"unit": "B001", "task": "t", "due": "tomorrow"}, "date and time"),
        ("cases.record_rating", {"rating": 5}, "context"),
    ],
)
def test_a_wrong_call_is_refused_before_anything_is_done(
    name: str, arguments: dict[str, object], sentence: str
) -> None:
    with pytest.raises(Unusable, match=sentence):
        perform(None, name, arguments)
