"""Sets of characters in patterns: classes, ranges, subtraction, ``\\p{…}``, ``\\d`` and their kin."""

import unicodedata
from collections.abc import Callable
from functools import lru_cache

from engine.feel.pattern_blocks import BLOCKS

Takes = Callable[[str], bool]
_CATEGORIES = frozenset(
    {"L", "M", "N", "P", "Z", "S", "C", "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Pc", "Pd"}
    | {"Ps", "Pe", "Pi", "Pf", "Po", "Zs", "Zl", "Zp", "Sm", "Sc", "Sk", "So", "Cc", "Cf", "Co", "Cn"}
)
_PLAIN = {"n": "\n", "r": "\r", "t": "\t"}
_SIGNS = "\\|.?*+(){}$-[]^"


class WrongPattern(Exception):
    """The pattern is no regular expression of XPath, or too large."""


class Set:
    """Makes the predicates; with ``ignores_case`` a character is taken when a case variant of it is."""

    @staticmethod
    def of_character(wanted: str, ignores_case: bool) -> Takes:
        if not ignores_case or not variants(wanted) - {wanted}:
            return wanted.__eq__
        accepted = variants(wanted)
        return lambda found: found in accepted or bool(variants(found) & accepted)

    @staticmethod
    def of_range(first: str, last: str, ignores_case: bool) -> Takes:
        if not ignores_case:
            return lambda found: first <= found <= last
        return lambda found: first <= found <= last or any(first <= one <= last for one in variants(found))


@lru_cache(maxsize=4096)
def variants(character: str) -> frozenset[str]:
    """The single characters that differ from this one by case only."""
    near = {character, character.lower(), character.upper(), character.casefold()}
    near |= {other for one in tuple(near) for other in (one.lower(), one.upper())}
    return frozenset(one for one in near if len(one) == 1)


def escape_set(pattern: str, place: int, letter: str, ignores_case: bool) -> tuple[Takes, int]:
    r"""The set of ``\d \s \w \i \c \p{…}`` and their opposites; ``place`` is behind the letter. Raises WrongPattern."""
    if letter in "pP":
        return _property(pattern, place, letter == "P")
    takes = _ESCAPES.get(letter.lower())
    if takes is None:
        raise WrongPattern
    return (takes if letter.islower() else lambda found: not takes(found)), place


def _property(pattern: str, place: int, is_opposite: bool) -> tuple[Takes, int]:
    end = pattern.find("}", place)
    if end < 0 or pattern[place : place + 1] != "{":
        raise WrongPattern
    name = pattern[place + 1 : end]
    if name in _CATEGORIES:
        found: Takes = lambda one: unicodedata.category(one).startswith(name)  # noqa: E731
    elif name.startswith("Is") and name[2:] in BLOCKS:
        first, last = BLOCKS[name[2:]]
        found = lambda one: first <= ord(one) <= last  # noqa: E731
    else:
        raise WrongPattern
    return (lambda one: not found(one)) if is_opposite else found, end + 1


def read_class(pattern: str, place: int, ignores_case: bool, depth: int = 0) -> tuple[Takes, int]:
    """A class; ``place`` is behind its bracket. Gives its predicate and the place behind it. Raises WrongPattern."""
    if depth > 10:
        raise WrongPattern
    is_negated = pattern.startswith("^", place)
    place += is_negated
    members: list[Takes] = []
    minus: Takes | None = None
    while True:
        if place >= len(pattern):
            raise WrongPattern
        if pattern[place] == "]" and members:
            place += 1
            break
        if pattern.startswith("-[", place) and members:
            minus, place = read_class(pattern, place + 2, ignores_case, depth + 1)
            if not pattern.startswith("]", place):
                raise WrongPattern
            place += 1
            break
        member, place = _member(pattern, place, ignores_case, is_first=not members)
        members.append(member)
    return _whole(members, is_negated, minus), place


def _whole(members: list[Takes], is_negated: bool, minus: Takes | None) -> Takes:
    def takes(found: str) -> bool:
        inside = any(member(found) for member in members) is not is_negated
        return inside and not (minus is not None and minus(found))

    return takes


def _member(pattern: str, place: int, ignores_case: bool, *, is_first: bool) -> tuple[Takes, int]:
    first, place, charset = _single(pattern, place, is_first)
    if charset is not None:
        return charset, place
    is_range = pattern.startswith("-", place) and not pattern.startswith(("-]", "-["), place)
    if not is_range:
        return Set.of_character(first, ignores_case), place
    last, place, charset = _single(pattern, place + 1, is_first=False)
    if charset is not None or last < first:
        raise WrongPattern
    return Set.of_range(first, last, ignores_case), place


def _single(pattern: str, place: int, is_first: bool) -> tuple[str, int, Takes | None]:
    """One character of a class, or a set that an escape stands for."""
    if place >= len(pattern):
        raise WrongPattern
    one = pattern[place]
    if one == "[" or one == "]" or (one == "-" and not is_first and not pattern.startswith("-]", place)):
        raise WrongPattern
    if one != "\\":
        return one, place + 1, None
    if place + 1 >= len(pattern):
        raise WrongPattern
    letter = pattern[place + 1]
    if letter in _PLAIN:
        return _PLAIN[letter], place + 2, None
    if letter in _SIGNS:
        return letter, place + 2, None
    charset, end = escape_set(pattern, place + 2, letter, False)
    return "", end, charset


def _is_word(found: str) -> bool:
    return unicodedata.category(found)[0] not in "PZC"


def _begins_name(found: str) -> bool:
    return found.isalpha() or found in "_:"


def _is_in_name(found: str) -> bool:
    return _begins_name(found) or found in "-.\u00b7" or unicodedata.category(found) in ("Nd", "Mn", "Mc")


_ESCAPES: dict[str, Takes] = {
    "d": lambda found: unicodedata.category(found) == "Nd",
    "s": lambda found: found in " \t\n\r",
    "w": _is_word,
    "i": _begins_name,
    "c": _is_in_name,
}
