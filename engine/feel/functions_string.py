"""String functions (DMN 1.5 §10.3.4.3). Characters are code points, places count from 1."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from engine.feel import patterns
from engine.feel.functions import builtin

if TYPE_CHECKING:
    from engine.feel.scope import Scope


@builtin("substring", "string: string, start position: number, length?: number~")
def substring(string: str, start: Decimal, length: Decimal | None = None) -> str | None:
    place = int(start)
    if place == 0 or abs(place) > len(string):
        return None
    first = place - 1 if place > 0 else len(string) + place
    if length is None:
        return string[first:]
    return string[first : first + int(length)] if length >= 1 else None


@builtin("string length", "string: string")
def string_length(string: str) -> Decimal:
    return Decimal(len(string))


@builtin("upper case", "string: string")
def upper_case(string: str) -> str:
    return string.upper()


@builtin("lower case", "string: string")
def lower_case(string: str) -> str:
    return string.lower()


@builtin("substring before", "string: string, match: string")
def substring_before(string: str, match: str) -> str:
    return string[: string.find(match)] if match in string else ""


@builtin("substring after", "string: string, match: string")
def substring_after(string: str, match: str) -> str:
    return string[string.find(match) + len(match) :] if match in string else ""


@builtin("contains", "string: string, match: string")
def contains(string: str, match: str) -> bool:
    return match in string


@builtin("starts with", "string: string, match: string")
def starts_with(string: str, match: str) -> bool:
    return string.startswith(match)


@builtin("ends with", "string: string, match: string")
def ends_with(string: str, match: str) -> bool:
    return string.endswith(match)


@builtin("matches", "input: string, pattern: string, flags?: string~", scope=True)
def matches(scope: "Scope", text: str, pattern: str, flags: str | None = None) -> bool | None:
    return patterns.found(text, pattern, flags or "", scope.root.budget)


@builtin("replace", "input: string, pattern: string, replacement: string, flags?: string~", scope=True)
def replace(scope: "Scope", text: str, pattern: str, replacement: str, flags: str | None = None) -> str | None:
    return patterns.replaced(text, pattern, replacement, flags or "", scope.root.budget)


@builtin("split", "string: string, delimiter: string", scope=True)
def split(scope: "Scope", string: str, delimiter: str) -> list[str] | None:
    return patterns.split(string, delimiter, scope.root.budget)


@builtin("string join", "list: list, delimiter?: string~", scope=True)
def string_join(scope: "Scope", items: list[Any], delimiter: str | None = None) -> str | None:
    parts = [item for item in items if item is not None]
    if not all(isinstance(part, str) for part in parts):
        return None
    link = delimiter or ""
    scope.root.budget.hold(sum(map(len, parts)) + len(link) * max(len(parts) - 1, 0))
    return link.join(parts)
