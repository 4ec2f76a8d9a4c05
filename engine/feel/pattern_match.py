"""Runs a compiled pattern: leftmost, and of those the first by the pattern's own preference.

Without back-references every (instruction, place) is tried once at most, so that the time grows with the product of
pattern and text. With back-references that is no longer right to do, and the budget alone bounds the time.
"""

from collections.abc import Callable

from engine.feel.budget import Budget
from engine.feel.errors import FeelBudgetExceeded
from engine.feel.pattern_code import Op, Program

_STEPS_A_BUDGET_STEP = 16
_MOST_STATES = 500_000


class Match:
    """Where a pattern matched; ``marks``: start and end of each group, -1 for none."""

    __slots__ = ("marks", "text")

    def __init__(self, text: str, marks: tuple[int, ...]) -> None:
        self.text = text
        self.marks = marks

    @property
    def start(self) -> int:
        return self.marks[0]

    @property
    def end(self) -> int:
        return self.marks[1]

    def group(self, number: int) -> str:
        """The text of a group; empty when it took no part."""
        start, end = self.marks[2 * number], self.marks[2 * number + 1]
        return "" if start < 0 or end < 0 else self.text[start:end]


def search(program: Program, text: str, start: int, budget: Budget) -> Match | None:
    """The first match at or after ``start``. Raises FeelBudgetExceeded."""
    tried: set[int] = set()
    for place in range(start, len(text) + 1):
        if program.first is not None and not (place < len(text) and program.first(text[place])):
            if not place % 64:
                budget.spend()
            continue
        marks = _try(program, text, place, tried, budget)
        if marks is not None:
            return Match(text, marks)
    return None


def _try(program: Program, text: str, start: int, tried: set[int], budget: Budget) -> tuple[int, ...] | None:
    code, end, width = program.code, len(text), len(program.code)
    remembers = not program.has_references
    stack = [(0, start, (start, *program.no_marks))]
    steps = 0
    while stack:
        at, place, marks = stack.pop()
        while True:
            steps += 1
            if not steps % _STEPS_A_BUDGET_STEP:
                _pay(budget, len(stack) + len(tried))
            op, one, other = code[at]
            if op is Op.SPLIT:
                if remembers:
                    key = at + place * width
                    if key in tried:
                        break
                    tried.add(key)
                stack.append((other, place, marks))
                at = one
                continue
            if op is Op.TAKE:
                if place >= end or not one(text[place]):
                    break
                place += 1
            elif op is Op.MARK:
                marks = (*marks[:one], place, *marks[one + 1 :])
            elif op is Op.JUMP:
                at = one
                continue
            elif op is Op.ASSERT:
                if not one(text, place):
                    break
            elif op is Op.AGAIN:
                place = _again(text, place, marks, one, other)
                if place < 0:
                    break
            elif op is Op.MOVED:
                if marks[one] == place:
                    break
            else:
                return (marks[0], place, *marks[2:])
            at += 1
    return None


def _pay(budget: Budget, states: int) -> None:
    budget.spend()
    if states > _MOST_STATES:
        raise FeelBudgetExceeded("The pattern needs too much memory on this text. Simplify it.")


def _again(text: str, place: int, marks: tuple[int, ...], group: int, same: Callable[[str, str], bool]) -> int:
    """Behind the repetition of a group's text, or -1. A group that took no part repeats nothing."""
    first, last = marks[2 * group], marks[2 * group + 1]
    if first < 0 or last < 0:
        return place
    wanted = text[first:last]
    return place + len(wanted) if same(text[place : place + len(wanted)], wanted) else -1
