"""Regular expressions of XPath, in bounded time."""

from time import monotonic

import pytest

from tests.feel.feel_cases import feel


@pytest.mark.parametrize(
    ("text", "pattern", "flags", "expected"),
    [
        ("foobar", "^fo*b", "", True),
        ("foobar", "ob$", "", False),
        ("abc", "ABC", "i", True),
        ("a\nb", "a.b", "", False),
        ("a\nb", "a.b", "s", True),
        ("a\nb", "^b$", "m", True),
        ("a\nb", "^b$", "", False),
        ("a b", "a b", "x", False),
        ("ab", "a b", "x", True),
        ("a b", "a[ ]b", "x", True),
        ("x", "[a-z-[aeiou]]", "", True),
        ("e", "[a-z-[aeiou]]", "", False),
        ("Q", "[^q]", "i", False),
        ("K", "k", "i", True),
        ("诉求", r"^\p{L}{2}$", "", True),
        ("诉", r"\p{IsCJKUnifiedIdeographs}", "", True),
        ("a", r"\P{Lu}", "", True),
        ("é", r"\p{IsBasicLatin}", "", False),
        ("5", r"^\d$", "", True),
        ("٥", r"^\d$", "", True),
        ("a_", r"^\w+$", "", False),
        ("a", r"^\w+$", "", True),
        (" ", r"\s", "", True),
        ("x:1", r"^\i\c*$", "", True),
        ("aa", r"(a)\1", "", True),
        ("ab", r"(a)\1", "", False),
        ("abab", "^(ab)+$", "", True),
        ("aaa", "^a{2}$", "", False),
        ("aaa", "^a{2,}$", "", True),
        ("aa", "^a{1,3}?$", "", True),
        ("a.c", "a.c", "q", True),
        ("abc", "a.c", "q", False),
        ("b", "a|b|c", "", True),
        ("", "^$", "", True),
        ("^", r"[\^]", "", True),
        ("a-", "^[a-]+$", "", True),
        ("xay", "(?:a)", "", True),
        ("a", "a", "z", None),
        ("a", "(", "", None),
        ("a", "*", "", None),
        ("a", "[b-a]", "", None),
        ("a", r"\2(a)", "", None),
        ("a", "a{2,1}", "", None),
        ("a", "a**", "", None),
        ("a", r"\p{Nothing}", "", None),
        ("a", r"\y", "", None),
        ("a", "[]", "", None),
        ("a", "a)", "", None),
    ],
)
def test_a_text_matches_or_not(text: str, pattern: str, flags: str, expected: bool | None) -> None:
    assert feel("matches(t, p, f)", {"t": text, "p": pattern, "f": flags}) is expected


@pytest.mark.parametrize(
    ("text", "pattern", "replacement", "expected"),
    [
        ("abracadabra", "bra", "*", "a*cada*"),
        ("abracadabra", "a.*?a", "*", "*c*bra"),
        ("abracadabra", "a(.)", "a$1$1", "abbraccaddabbra"),
        ("abcd", "(ab)|(a)", "[1=$1][2=$2]", "[1=ab][2=]cd"),
        ("0123456789", r"(\d{3})(\d+)", "$2-$1", "3456789-012"),
        ("a", "a", r"\$1\\", "$1\\"),
        ("a", "(a)", "$12", "a2"),
        ("a", "a", "$", None),
        ("abc", "x*", "-", None),
        ("abc", "x", "y", "abc"),
    ],
)
def test_matches_are_replaced(text: str, pattern: str, replacement: str, expected: str | None) -> None:
    assert feel("replace(t, p, r)", {"t": text, "p": pattern, "r": replacement}) == expected


@pytest.mark.parametrize("pattern", ["(a+)+b", "(a|a)*b", "(a*)*b", "a*a*a*a*a*b", "(a?){20}a{20}b"])
def test_a_pattern_that_is_a_trap_elsewhere_takes_little_time(pattern: str) -> None:
    start = monotonic()
    assert feel("matches(t, p)", {"t": "a" * 2000, "p": pattern}) is False
    assert monotonic() - start < 5
