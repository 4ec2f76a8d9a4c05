"""Names with blanks, signs and words of the language in them."""

import pytest

from engine.feel import compile_expression
from tests.feel.feel_cases import feel


@pytest.mark.parametrize(
    ("text", "context"),
    [
        ("Base Days + Extra days case 1", {"Base Days": 20, "Extra days case 1": 22}),
        ("a-b", {"a-b": 42, "a": 1, "b": 1}),
        ("profit and loss", {"profit and loss": 42}),
        ("x/y*z", {"x/y*z": 42}),
        ("Mr. Li's age", {"Mr. Li's age": 42}),
        ("办理 天数 + 0", {"办理 天数": 42}),
        ("诉求.办理天数", {"诉求": {"办理天数": 42}}),
        ("for the record", {"for the record": 42}),
        ("order.item count", {"order": {"item count": 42}}),
        ("order.in time", {"order": {"in time": 42}}),
        ("Base   \n Days + 22", {"Base Days": 20}),
    ],
)
def test_the_longest_known_name_wins(text: str, context: dict[str, object]) -> None:
    names = tuple(context) + tuple(key for value in context.values() if isinstance(value, dict) for key in value)
    assert feel(text, dict(context), names) == 42


def test_a_sign_with_blanks_around_it_is_an_operator() -> None:
    assert feel("a - b", {"a-b": 42, "a": 3, "b": 1}, ("a-b", "a", "b")) == 2


def test_a_name_that_an_expression_binds_itself_is_known_in_it() -> None:
    assert feel("for the item in [1, 2] return the item * 2") == [2, 4]
    assert feel("{tax-rate: 2, total: tax-rate * 21}.total") == 42
    assert feel("(function(net price: number) net price + 1)(net price: 41)") == 42


def test_a_context_may_have_names_of_functions() -> None:
    assert feel("count + count([1, 2])", {"count": 40}) == 42


def test_free_names_are_those_the_given_context_must_have() -> None:
    expression = compile_expression("a.b > 5 and (for i in xs return i + c)[1] = count(xs) and ys[z = item] = []")
    assert expression.free_names == {"a", "xs", "c", "ys"}
    assert expression.text.startswith("a.b")


def test_the_same_text_is_compiled_once() -> None:
    assert compile_expression("1 + once", ("once",)) is compile_expression("1 + once", ("once",))
