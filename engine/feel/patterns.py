"""``matches``, ``replace`` and ``split`` with the regular expressions of XPath, in bounded time.

No backtracking of Python's ``re`` is involved: see ``pattern_match``. A wrong pattern or flag makes the answer null.
"""

import re
from functools import lru_cache

from engine.feel.budget import Budget
from engine.feel.pattern_code import Program, assemble
from engine.feel.pattern_match import Match, search
from engine.feel.pattern_parse import WrongPattern, parse_pattern

_LONGEST_PATTERN = 1000
_REPLACEMENT = re.compile(r"\\([\\$])|\$(\d+)|([\\$])|([^\\$]+)", re.ASCII | re.DOTALL)


@lru_cache(maxsize=512)
def _program(pattern: str, flags: str) -> Program | None:
    """The compiled pattern, None for a wrong one."""
    if len(pattern) > _LONGEST_PATTERN or any(flag not in "smixq" for flag in flags):
        return None
    try:
        return assemble(parse_pattern(pattern, flags))
    except WrongPattern:
        return None


def found(text: str, pattern: str, flags: str, budget: Budget) -> bool | None:
    """Does the pattern match anywhere in the text?"""
    program = _program(pattern, flags)
    return None if program is None else search(program, text, 0, budget) is not None


def replaced(text: str, pattern: str, replacement: str, flags: str, budget: Budget) -> str | None:
    """Every match replaced; null when the pattern matches the empty text, or the replacement is wrong."""
    program = _program(pattern, flags)
    if program is None or search(program, "", 0, budget) is not None:
        return None
    parts = [("", replacement)] if "q" in flags else _replacement(replacement, program.groups)
    if parts is None:
        return None
    pieces: list[str] = []
    size = place = 0
    for match in _matches(program, text, budget):
        made = [text[place : match.start], *(match.group(int(group)) if group else kept for group, kept in parts)]
        size += sum(map(len, made))
        budget.hold(size) if size > budget.size else budget.spend()
        pieces += made
        place = match.end
    result = "".join(pieces) + text[place:]
    budget.hold(len(result))
    return result


def split(text: str, pattern: str, budget: Budget) -> list[str] | None:
    """The pieces between the matches; null when the pattern matches the empty text."""
    program = _program(pattern, "")
    if program is None or search(program, "", 0, budget) is not None:
        return None
    pieces: list[str] = []
    place = 0
    for match in _matches(program, text, budget):
        pieces.append(text[place : match.start])
        place = match.end
    budget.hold(len(pieces))
    return [*pieces, text[place:]]


def _matches(program: Program, text: str, budget: Budget) -> list[Match]:
    found: list[Match] = []
    place = 0
    while place <= len(text):
        match = search(program, text, place, budget)
        if match is None:
            break
        if match.end == match.start:
            place = match.end + 1
            continue
        found.append(match)
        place = match.end
    return found


def _replacement(text: str, groups: int) -> list[tuple[str, str]] | None:
    """Pieces of a replacement: (group number, "") or ("", text). None when a sign stands alone."""
    parts: list[tuple[str, str]] = []
    for piece in _REPLACEMENT.finditer(text):
        escaped, digits, wrong, plain = piece.groups()
        if wrong:
            return None
        if digits:
            number = digits
            while len(number) > 1 and int(number) > groups:
                number = number[:-1]
            parts.append((number, "") if int(number) <= groups else ("", ""))
            parts.append(("", digits[len(number) :]))
        else:
            parts.append(("", escaped or plain))
    return parts
