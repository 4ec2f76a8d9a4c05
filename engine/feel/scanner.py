"""Text to tokens. FEEL needs to know names and what went before to tell them; lark's parser takes over from here."""

import re
from collections.abc import Iterable

from lark import Token

from engine.feel.errors import FeelSyntaxError
from engine.feel.names import BLANK, PART, START, WORD, Names, known_names
from engine.feel.strings import unescape

LONGEST_TEXT = 100_000
DEEPEST_BRACKETS = 100
_SPACE = re.compile(f"(?:[{BLANK}]+|//[^\n]*|/\\*.*?\\*/)+", re.DOTALL)
_NUMBER = re.compile(r"(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_SIGN = re.compile(r"\*\*|\.\.|->|<=|>=|!=|[-+*/=<>()\[\]{},:.@]")
_KEY = re.compile(f"[{START}][{PART}{BLANK}./\\-'+*]*?(?=[{BLANK}]*:)")
_TURN = re.compile(f"[{START}][{PART}{BLANK}./\\-'+*]*?(?=[{BLANK}]+in[{BLANK}([{{])")
_INSTANCE = re.compile(f"instance[{BLANK}]+of(?![{PART}])")
_MORE = re.compile(f"(?:[{BLANK}]+)([{PART}]+)")
_CLOSES = re.compile(
    f"[{BLANK}]*(?:$|[)\\]}},=!<>+*/]|\\.[^\\d.]|(?:and|or|then|else|in|return|satisfies|instance|between)\\b)"
)
_COLON = re.compile(f"[{BLANK}]*:")
_TYPED = ("list", "range", "context", "function")
_WORDS = {
    "if": "IF", "then": "THEN", "else": "ELSE", "for": "FOR", "in": "IN", "return": "RETURN", "some": "SOME",
    "every": "EVERY", "satisfies": "SATISFIES", "function": "FUNCTION", "between": "BETWEEN", "and": "AND", "or": "OR",
    "true": "TRUE", "false": "FALSE", "null": "NULL",
}  # fmt: skip
_SIGNS = {
    "**": "POW", "..": "DOTS", "->": "ARROW", "<=": "LE", ">=": "GE", "!=": "NE", "=": "EQ", "<": "LT",
    ">": "GT",
    "-": "MINUS", "+": "PLUS", "*": "STAR", "/": "SLASH", "(": "LPAR", ")": "RPAR", "[": "LSQB", "]": "RSQB",
    "{": "LBRACE", "}": "RBRACE", ",": "COMMA", ":": "COLON", ".": "DOT",
}  # fmt: skip
_OPERANDS = {
    "NAME",
    "NUMBER",
    "STRING",
    "MOMENT",
    "TRUE",
    "FALSE",
    "NULL",
    "RPAR",
    "RSQB",
    "RBRACE",
    "REVERSE_CLOSE",
    "TYPE_CLOSE",
}
_OPENS, _CLOSERS = {"(": ")", "[": "]", "{": "}"}, ")]}"


class Scanner:
    """Scans one text once."""

    def __init__(self, text: str, names: frozenset[str]) -> None:
        self.text = text
        self.names: Names = known_names(names)
        self.has_own_names = False
        self.position = 0
        self.tokens: list[Token] = []
        self.brackets: list[str] = []
        self.types = 0
        self.turns: list[int] = []
        self.intervals: list[int] = []

    def scan(self) -> list[Token]:
        """All tokens. Raises FeelSyntaxError for what can be none, for too long a text and too deep brackets."""
        if len(self.text) > LONGEST_TEXT:
            raise FeelSyntaxError(
                f"Expected at most {LONGEST_TEXT} characters, found {len(self.text)}.", expected="less text"
            )
        while self._skip_space():
            self._next()
        return self.tokens

    def fail(self, message: str, expected: str) -> FeelSyntaxError:
        line, column = place(self.text, self.position)
        return FeelSyntaxError(
            f"{message} at line {line}, column {column}.", line=line, column=column, expected=expected
        )

    @property
    def before(self) -> str:
        return self.tokens[-1].type if self.tokens else ""

    def _skip_space(self) -> bool:
        found = _SPACE.match(self.text, self.position)
        if found:
            self.position = found.end()
        return self.position < len(self.text)

    def _put(self, kind: str, value: str, end: int) -> None:
        line, column = place(self.text, self.position) if "\n" in self.text else (1, self.position + 1)
        self.tokens.append(Token(kind, value, self.position, line, column))
        self.position = end

    def _next(self) -> None:
        text, start = self.text, self.position
        if self._key():
            return
        word = WORD.match(text, start)
        if word:
            self._word(word[0], word.end())
            return
        number = _NUMBER.match(text, start)
        if number and not (number[0][0] == "." and self.before in _OPERANDS):
            self._put("NUMBER", number[0], number.end())
            return
        if text[start] == '"' or text.startswith('@"', start):
            self._text()
            return
        sign = _SIGN.match(text, start)
        if not sign or sign[0] == "@":
            raise self.fail(f"Expected FEEL, found ‘{text[start]}’", "a value or a name or an operator")
        self._sign(sign[0], sign.end())

    def _text(self) -> None:
        is_moment = self.text[self.position] == "@"
        found = _STRING.match(self.text, self.position + is_moment)
        if not found:
            raise self.fail("Expected a closing quotation mark for the text that begins", 'a closing "')
        text = unescape(found[1])
        if not is_moment and self.before in ("LBRACE", "COMMA") and _COLON.match(self.text, found.end()):
            self._learn(text)
        self._put("MOMENT" if is_moment else "STRING", text, found.end())

    def _key(self) -> bool:
        """A name before a colon: a context's key, a named argument, a typed parameter. Or a name that ``for`` binds."""
        before = self.before
        if before in ("LBRACE", "LPAR", "COMMA", "TYPE_OPEN"):
            found = _KEY.match(self.text, self.position)
            if found:
                self._learn(found[0])
                self._put("KEY", " ".join(found[0].split()), found.end())
                return True
        if before in ("FOR", "SOME", "EVERY") or (
            before == "COMMA" and self.turns and self.turns[-1] == len(self.brackets)
        ):
            found = _TURN.match(self.text, self.position)
            if found:
                self._learn(found[0])
                self._put("NAME", " ".join(found[0].split()), found.end())
                return True
        return False

    def _learn(self, name: str) -> None:
        if WORD.fullmatch(name):
            return
        if not self.has_own_names:
            self.names, self.has_own_names = self.names.copy(), True
        self.names.learn(" ".join(name.split()))

    def _word(self, word: str, end: int) -> None:
        known = self.names.match(self.text, self.position, word)
        is_property = self.before == "DOT"
        if known is None and not is_property:
            if word == "instance" and (phrase := _INSTANCE.match(self.text, self.position)):
                self._put("INSTANCE_OF", "instance of", phrase.end())
                return
            if word in _WORDS and not (word == "function" and self._is_type_place()):
                self._keyword(_WORDS[word], word, end)
                return
            if word == "external" and self.before == "RPAR":
                self._put("EXTERNAL", word, end)
                return
        name, end = known if known is not None else (word, end)
        if word != "?":
            name, end = self._longer(name, end)
        self._put("NAME", name, end)

    def _longer(self, name: str, end: int) -> tuple[str, int]:
        """Words that follow each other with nothing between can only be one name, known or not."""
        while more := _MORE.match(self.text, end):
            word = more[1]
            if word in _WORDS or _INSTANCE.match(self.text, more.start(1)):
                break
            longer = self.names.match(self.text, more.start(1), word)
            if longer is None and word == "external":
                break
            name, end = f"{name} {word}", more.end()
        return name, end

    def _keyword(self, kind: str, word: str, end: int) -> None:
        if kind in ("FOR", "SOME", "EVERY"):
            self.turns.append(len(self.brackets))
        elif kind in ("RETURN", "SATISFIES") and self.turns:
            self.turns.pop()
        self._put(kind, word, end)

    def _is_type_place(self) -> bool:
        return self.before in ("INSTANCE_OF", "ARROW", "TYPE_OPEN") or (self.types > 0) or self._after_key_in_function()

    def _after_key_in_function(self) -> bool:
        return self.before == "COLON" and bool(self.brackets) and self.brackets[-1] == "function"

    def _sign(self, sign: str, end: int) -> None:
        kind = _SIGNS[sign]
        if sign == "<" and self.before == "NAME" and self.tokens[-1] in _TYPED and self._names_type():
            self.types += 1
            kind = "TYPE_OPEN"
        elif self.types and sign in (">", ">="):
            self.types -= 1
            kind, end = "TYPE_CLOSE", self.position + 1
        elif sign == "]" and self.before not in _OPERANDS and self.before != "LSQB":
            kind = "REVERSE_OPEN"
        elif (
            sign == "["
            and self.intervals
            and self.intervals[-1] == len(self.brackets)
            and _CLOSES.match(self.text, end)
        ):
            kind = "REVERSE_CLOSE"
        self._count(sign, kind)
        self._put(kind, sign, end)

    def _names_type(self) -> bool:
        if len(self.tokens) < 2:
            return False
        before = self.tokens[-2].type
        is_parameter = before == "COLON" and bool(self.brackets) and self.brackets[-1] == "function"
        return self.types > 0 or before in ("INSTANCE_OF", "ARROW") or is_parameter

    def _count(self, sign: str, kind: str) -> None:
        if kind == "DOTS":
            self.intervals.append(len(self.brackets))
        if (sign in _OPENS and kind != "REVERSE_CLOSE") or kind == "REVERSE_OPEN":
            self.brackets.append("function" if self.before == "FUNCTION" else sign)
            if len(self.brackets) > DEEPEST_BRACKETS:
                raise self.fail(
                    f"Expected at most {DEEPEST_BRACKETS} brackets in each other, found more", "fewer brackets"
                )
        elif sign in _CLOSERS or kind == "REVERSE_CLOSE":
            if self.brackets:
                self.brackets.pop()
            while self.intervals and self.intervals[-1] > len(self.brackets):
                self.intervals.pop()


def place(text: str, position: int) -> tuple[int, int]:
    """Line and column, from 1, of a position."""
    return text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position)


def scan(text: str, names: Iterable[str]) -> list[Token]:
    """The tokens of an expression, with these names known."""
    return Scanner(text, names if isinstance(names, frozenset) else frozenset(names)).scan()
