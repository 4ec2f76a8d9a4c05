"""Text to tree: the scanner's tokens through lark's parser, the tree built from below so that nothing recurses."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from lark import Lark, Token, UnexpectedInput
from lark.lexer import Lexer

from engine.feel.build import Build
from engine.feel.builtin_names import BUILTIN_NAMES
from engine.feel.errors import FeelSyntaxError
from engine.feel.grammar import GRAMMAR, OPERATORS, VALUES, WORDS
from engine.feel.nodes import Node, Tests
from engine.feel.scanner import place, scan

LONG = 2_000  # characters


class _Tokens(Lexer):
    """Hands lark the tokens that the scanner found; the "text" lark passes through is their list."""

    def __init__(self, conf: Any) -> None:
        del conf

    def lex(self, data: Any) -> Iterator[Token]:  # type: ignore[override]
        return iter(getattr(data, "text", data))


@lru_cache(maxsize=1)
def _lark() -> Lark:
    """Made at the first expression: it takes longer than everything else a short command does."""
    starts = ["expression", "tests"]
    return Lark(GRAMMAR, parser="lalr", lexer=_Tokens, start=starts, transformer=Build(), maybe_placeholders=True)


def parse_expression(text: str, names: frozenset[str]) -> Node:
    """The tree of an expression. Raises FeelSyntaxError."""
    node: Node = _parse(text, names, "expression")
    return node


def tree_of(text: str) -> Node:
    """The tree of an expression that knows no names with signs in them, kept: besides the compiler several rules of the
    linter ask for it, whenever a designer draws. Nobody changes a tree.

    Raises FeelSyntaxError.
    """
    return (_tree if len(text) <= LONG else _long_tree)(text)


def _parse_plain(text: str) -> Node:
    return parse_expression(text, frozenset())


_tree = lru_cache(maxsize=2048)(_parse_plain)
_long_tree = lru_cache(maxsize=8)(_parse_plain)  # thousands of the longest allowed would fill the memory


def parse_tests(text: str, names: frozenset[str]) -> Tests:
    """The tree of the unary tests of a cell. Raises FeelSyntaxError."""
    tests: Tests = _parse(text, names, "tests")
    return tests


def _parse(text: str, names: frozenset[str], start: str) -> Any:
    tokens = scan(text, names | BUILTIN_NAMES)
    if not tokens:
        raise FeelSyntaxError("Expected an expression, found nothing.", expected="a value")
    if start == "tests":
        _mark_negation(tokens)
    try:
        return _lark().parse(tokens, start=start)
    except UnexpectedInput as error:
        raise _unexpected(text, error) from None


def _mark_negation(tokens: list[Token]) -> None:
    """``not( … )`` around all tests of a cell is no call of the function ``not``."""
    if len(tokens) < 3 or tokens[0] != "not" or tokens[0].type != "NAME" or tokens[1].type != "LPAR":
        return
    depth = 0
    for index, token in enumerate(tokens[1:], 1):
        depth += token.type in ("LPAR", "LSQB", "LBRACE", "REVERSE_OPEN")
        depth -= token.type in ("RPAR", "RSQB", "RBRACE", "REVERSE_CLOSE")
        if depth == 0:
            if index == len(tokens) - 1:
                tokens[0] = Token.new_borrow_pos("NOT", "not", tokens[0])
            return


def _unexpected(text: str, error: UnexpectedInput) -> FeelSyntaxError:
    token = getattr(error, "token", None)
    found: Iterable[str] = getattr(error, "accepts", None) or getattr(error, "expected", None) or ()
    possible = set(found)
    wanted = _in_words(possible)
    if token is None or token.type == "$END":
        line, column = place(text, len(text.rstrip()))
        return FeelSyntaxError(
            f"Expected {wanted} at line {line}, column {column}, found the end.",
            line=line,
            column=column,
            expected=wanted,
        )
    line, column = token.line or 1, token.column or 1
    message = f"Expected {wanted} at line {line}, column {column}, found ‘{token}’."
    return FeelSyntaxError(message, line=line, column=column, expected=wanted)


def _in_words(possible: set[str]) -> str:
    words: list[str] = []
    if possible >= VALUES:
        words.append("a value")
        possible = possible - VALUES - {"LPAR", "LSQB", "REVERSE_OPEN"} - OPERATORS
    elif len(possible & OPERATORS) > 3:
        words.append("an operator")
        possible = possible - OPERATORS
    words += sorted(WORDS[kind] for kind in possible if kind in WORDS)
    return " or ".join(words) or "something else"
