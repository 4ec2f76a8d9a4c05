"""JSON as strictly as a form file needs it: no duplicate names, no NaN, no bottomless nesting."""

import json
from typing import Any

from forms.vocabulary import MAX_FILE


class Malformed(ValueError):
    """The text is not the JSON a form file must be; the message says where."""

    def __init__(self, message: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


def parse_json(content: bytes) -> Any:
    """The parsed content. Raises Malformed with a sentence, and line and column where they are known."""
    if len(content) > MAX_FILE:
        raise Malformed(f"Expected at most {MAX_FILE} bytes, but found {len(content)}. Split the form.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Malformed(f"Expected UTF-8 text, but found another byte at position {error.start}.") from error
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_constant)
    except json.JSONDecodeError as error:
        raise Malformed(f"Expected JSON, but found: {error.msg}.", error.lineno, error.colno) from error
    except RecursionError as error:
        raise Malformed("Expected JSON of a readable depth, but found brackets nested without end.") from error


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise Malformed(f"Expected each name once in an object, but found “{name}” twice.")
        found[name] = value
    return found


def _constant(name: str) -> Any:
    raise Malformed(f"Expected a finite number, but found {name}.")
