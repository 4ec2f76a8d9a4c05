"""A pattern's tree as a list of instructions, for ``pattern_match``."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeAlias

from engine.feel.pattern_parse import (
    Alternatives,
    Assertion,
    Characters,
    Group,
    Piece,
    Reference,
    Repeat,
    Sequence,
    WrongPattern,
)

_MOST_INSTRUCTIONS = 20_000


class Op(Enum):
    TAKE = 1
    """One character that the predicate takes."""
    SPLIT = 2
    """Go on at the first, or else at the second instruction."""
    JUMP = 3
    MARK = 4
    ASSERT = 5
    AGAIN = 6
    MOVED = 7
    """Give up when nothing was taken since a mark: an empty repetition goes round no more."""
    DONE = 8


Instruction: TypeAlias = tuple[Op, Any, Any]


@dataclass(frozen=True)
class Program:
    """``groups``: how many; ``no_marks``: the marks before any; ``first``: what a match must begin with, if known."""

    code: list[Instruction]
    groups: int
    no_marks: tuple[int, ...]
    has_references: bool
    first: Callable[[str], bool] | None


class _Assembler:
    def __init__(self) -> None:
        self.code: list[Instruction] = []
        self.groups = 0
        self.loops: list[int] = []
        self.has_references = False

    def put(self, op: Op, one: Any = None, other: Any = None) -> int:
        if len(self.code) >= _MOST_INSTRUCTIONS:
            raise WrongPattern
        self.code.append((op, one, other))
        return len(self.code) - 1

    def piece(self, piece: Piece) -> None:
        if isinstance(piece, Characters):
            self.put(Op.TAKE, piece.takes)
        elif isinstance(piece, Sequence):
            for one in piece.pieces:
                self.piece(one)
        elif isinstance(piece, Alternatives):
            self._alternatives(piece)
        elif isinstance(piece, Repeat):
            self._repeat(piece)
        elif isinstance(piece, Group):
            self._group(piece)
        elif isinstance(piece, Assertion):
            self.put(Op.ASSERT, piece.holds)
        elif isinstance(piece, Reference):
            self.has_references = True
            self.put(Op.AGAIN, piece.group, piece.same)

    def _group(self, piece: Group) -> None:
        if piece.number is None:
            self.piece(piece.inner)
            return
        self.groups = max(self.groups, piece.number)
        self.put(Op.MARK, 2 * piece.number)
        self.piece(piece.inner)
        self.put(Op.MARK, 2 * piece.number + 1)

    def _alternatives(self, piece: Alternatives) -> None:
        exits = []
        for one in piece.pieces[:-1]:
            fork = self.put(Op.SPLIT)
            self.piece(one)
            exits.append(self.put(Op.JUMP))
            self.code[fork] = (Op.SPLIT, fork + 1, len(self.code))
        self.piece(piece.pieces[-1])
        for jump in exits:
            self.code[jump] = (Op.JUMP, len(self.code), None)

    def _repeat(self, piece: Repeat) -> None:
        for _ in range(piece.least):
            self.piece(piece.inner)
        if piece.most is None:
            self._endless(piece)
            return
        forks = []
        for _ in range(piece.most - piece.least):
            forks.append(self.put(Op.SPLIT))
            self.piece(piece.inner)
        for fork in forks:
            self._fork(fork, piece.is_lazy)

    def _endless(self, piece: Repeat) -> None:
        fork = self.put(Op.SPLIT)
        may_be_empty = not isinstance(piece.inner, Characters)
        mark = -1
        if may_be_empty:
            mark = self.put(Op.MARK)
            self.loops.append(mark)
        self.piece(piece.inner)
        if may_be_empty:
            self.loops.append(self.put(Op.MOVED, mark))
        self.put(Op.JUMP, fork)
        self._fork(fork, piece.is_lazy)

    def _fork(self, fork: int, is_lazy: bool) -> None:
        inside, behind = fork + 1, len(self.code)
        self.code[fork] = (Op.SPLIT, behind, inside) if is_lazy else (Op.SPLIT, inside, behind)


def assemble(tree: Piece) -> Program:
    """The program of a pattern. Raises WrongPattern when it would be too long."""
    assembler = _Assembler()
    assembler.piece(tree)
    assembler.put(Op.DONE)
    places = 2 * assembler.groups + 2
    for index, place in enumerate(one for one in assembler.loops if assembler.code[one][0] is Op.MARK):
        assembler.code[place] = (Op.MARK, places + index, None)
    for place in assembler.loops:
        op, mark, _ = assembler.code[place]
        if op is Op.MOVED:
            assembler.code[place] = (Op.MOVED, assembler.code[mark][1], None)
    marks = places + sum(assembler.code[one][0] is Op.MARK for one in assembler.loops)
    first = assembler.code[0]
    return Program(
        code=assembler.code,
        groups=assembler.groups,
        no_marks=(-1,) * (marks - 1),
        has_references=assembler.has_references,
        first=first[1] if first[0] is Op.TAKE else None,
    )
