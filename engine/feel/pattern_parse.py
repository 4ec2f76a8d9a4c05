"""The regular expressions of XPath 3.1 (XML Schema's, with anchors, lazy repeats, groups and back-references)."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from engine.feel.pattern_sets import Set, WrongPattern, escape_set, read_class

__all__ = [
    "Alternatives",
    "Assertion",
    "Characters",
    "Group",
    "Piece",
    "Reference",
    "Repeat",
    "Sequence",
    "WrongPattern",
]
_DEEPEST = 50
_MOST_REPEATS = 1000
_COUNT = re.compile(r"\{(\d{1,6})(,(\d{0,6}))?\}", re.ASCII)
_PLAIN_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}


@dataclass(frozen=True)
class Characters:
    takes: Callable[[str], bool]


@dataclass(frozen=True)
class Sequence:
    pieces: "list[Piece]"


@dataclass(frozen=True)
class Alternatives:
    pieces: "list[Piece]"


@dataclass(frozen=True)
class Repeat:
    """``most`` None: without end."""

    inner: "Piece"
    least: int
    most: int | None
    is_lazy: bool


@dataclass(frozen=True)
class Group:
    """``number`` None: it captures nothing."""

    inner: "Piece"
    number: int | None


@dataclass(frozen=True)
class Assertion:
    holds: Callable[[str, int], bool]


@dataclass(frozen=True)
class Reference:
    group: int
    same: Callable[[str, str], bool]


Piece: TypeAlias = Characters | Sequence | Alternatives | Repeat | Group | Assertion | Reference


def parse_pattern(pattern: str, flags: str) -> Piece:
    """The tree of a pattern. Flags s m i x q as in XPath. Raises WrongPattern."""
    if "q" in flags:
        return Sequence([_character(one, "i" in flags) for one in pattern])
    if "x" in flags:
        pattern = _without_space(pattern)
    parser = _Parser(pattern, flags)
    tree = parser.alternatives(0)
    if parser.place != len(pattern):
        raise WrongPattern
    return tree


def _without_space(pattern: str) -> str:
    """Flag x: blanks outside classes mean nothing."""
    kept: list[str] = []
    depth, index = 0, 0
    while index < len(pattern):
        one = pattern[index]
        if one == "\\" and depth:
            kept.append(pattern[index : index + 2])
            index += 2
            continue
        depth += (one == "[") - (one == "]" and depth > 0) if kept[-1:] != ["\\"] else 0
        if depth or one not in " \t\n\r":
            kept.append(one)
        index += 1
    return "".join(kept)


class _Parser:
    def __init__(self, pattern: str, flags: str) -> None:
        self.pattern = pattern
        self.flags = flags
        self.place = 0
        self.groups = 0
        self.closed: set[int] = set()

    def alternatives(self, depth: int) -> Piece:
        if depth > _DEEPEST:
            raise WrongPattern
        pieces = [self._sequence(depth)]
        while self._next("|"):
            pieces.append(self._sequence(depth))
        return pieces[0] if len(pieces) == 1 else Alternatives(pieces)

    def _next(self, text: str) -> bool:
        if self.pattern.startswith(text, self.place):
            self.place += len(text)
            return True
        return False

    def _sequence(self, depth: int) -> Piece:
        pieces: list[Piece] = []
        while self.place < len(self.pattern) and self.pattern[self.place] not in "|)":
            piece = self._atom(depth)
            pieces.append(self._repeated(piece))
        return pieces[0] if len(pieces) == 1 else Sequence(pieces)

    def _repeated(self, piece: Piece) -> Piece:
        if self._next("*"):
            least, most = 0, None
        elif self._next("+"):
            least, most = 1, None
        elif self._next("?"):
            least, most = 0, 1
        elif self.pattern.startswith("{", self.place):
            least, most = self._count()
        else:
            return piece
        is_lazy = self._next("?")
        if self.pattern[self.place : self.place + 1] in ("*", "+", "?", "{"):
            raise WrongPattern
        return Repeat(piece, least, most, is_lazy)

    def _count(self) -> tuple[int, int | None]:
        found = _COUNT.match(self.pattern, self.place)
        if not found:
            raise WrongPattern
        self.place = found.end()
        least = int(found[1])
        most = least if found[2] is None else int(found[3]) if found[3] else None
        if max(least, most or 0) > _MOST_REPEATS or (most is not None and most < least):
            raise WrongPattern
        return least, most

    def _atom(self, depth: int) -> Piece:
        one = self.pattern[self.place]
        if one in "*+?{}]":
            raise WrongPattern
        self.place += 1
        if one == "(":
            return self._group(depth)
        if one == "[":
            charset, self.place = read_class(self.pattern, self.place, "i" in self.flags)
            return Characters(charset)
        if one == "\\":
            return self._escape()
        if one == ".":
            return Characters((lambda _: True) if "s" in self.flags else (lambda found: found not in "\n\r"))
        if one in "^$":
            return Assertion(_anchor(one, "m" in self.flags))
        return _character(one, "i" in self.flags)

    def _group(self, depth: int) -> Piece:
        number: int | None = None
        if self._next("?"):
            if not self._next(":"):
                raise WrongPattern
        else:
            self.groups += 1
            number = self.groups
        inner = self.alternatives(depth + 1)
        if not self._next(")"):
            raise WrongPattern
        if number is not None:
            self.closed.add(number)
        return Group(inner, number)

    def _escape(self) -> Piece:
        if self.place >= len(self.pattern):
            raise WrongPattern
        one = self.pattern[self.place]
        if one.isdigit():
            return self._reference()
        self.place += 1
        if one in _PLAIN_ESCAPES:
            return _character(_PLAIN_ESCAPES[one], False)
        if one in "\\|.?*+(){}$-[]^":
            return _character(one, False)
        charset, self.place = escape_set(self.pattern, self.place, one, "i" in self.flags)
        return Characters(charset)

    def _reference(self) -> Piece:
        """As many digits as give a group that is there; a group that is not closed yet cannot be repeated."""
        digits = ""
        while self.place < len(self.pattern) and self.pattern[self.place] in "0123456789":
            longer = digits + self.pattern[self.place]
            if digits and int(longer) > self.groups:
                break
            digits = longer
            self.place += 1
        if int(digits) not in self.closed:
            raise WrongPattern
        if "i" in self.flags:
            return Reference(int(digits), lambda found, wanted: found.casefold() == wanted.casefold())
        return Reference(int(digits), str.__eq__)


def _character(wanted: str, ignores_case: bool) -> Piece:
    return Characters(Set.of_character(wanted, ignores_case))


def _anchor(sign: str, is_multiline: bool) -> Callable[[str, int], bool]:
    if sign == "^":
        if is_multiline:
            return lambda text, place: place == 0 or (text[place - 1] == "\n" and place < len(text))
        return lambda text, place: place == 0
    if is_multiline:
        return lambda text, place: place == len(text) or text[place] == "\n"
    return lambda text, place: place == len(text)
