"""The single rules of a component, one function each. A rule yields (rule, sentence, severity)."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from engine.feel import FeelSyntaxError, compile_expression
from forms import pattern as patterns
from forms.vocabulary import (
    CHOICE_KINDS,
    INPUT_KINDS,
    MAX_FIELD,
    MAX_LABEL,
    MAX_OPTIONS,
    MAX_ROWS,
    MAX_TEXT,
    SOURCES,
    TEXT_KINDS,
    VALIDATE_KEYS,
)

Found = Iterator[tuple[str, str, str]]
FORM_ID: Final = re.compile(r"[a-z][a-z0-9_]{0,63}(/[a-z][a-z0-9_]{0,63})?")
COMPONENT_ID: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,127}")
_MARKUP: Final = re.compile(r"<\s*[A-Za-z/!?]|&#?\w+;|\{\{|\{%|\$\{|(?:javascript|vbscript)\s*:", re.IGNORECASE)
_ROW_NAMES: Final = frozenset({"this", "parent", "i"})


def is_key(key: Any) -> bool:
    """A key is one identifier (Chinese letters too), so that FEEL and HTML read it alike."""
    return (
        isinstance(key, str)
        and key.isidentifier()
        and not key.startswith("_")
        and len(key) <= 64
        and unicodedata.normalize("NFKC", key) == key
    )


def problems_of(raw: Mapping[str, Any], kind: str, names: frozenset[str]) -> Found:
    """Everything wrong with one component by itself; ``names`` are the keys of the whole form."""
    for rule in _RULES:
        yield from rule(raw, kind, names)


def markup_in(text: str) -> str | None:
    """What makes a text more than plain words, if anything: markup, a template, control or bidi characters."""
    if text.lstrip().startswith("="):
        return "an expression"
    found = _MARKUP.search(text)
    if found:
        return f"“{found.group(0)}”"
    for letter in text:
        if letter not in "\n\t\r" and unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co"}:
            return f"the control character U+{ord(letter):04X}"
    return None


def _plain(where: str, text: Any, limit: int) -> Found:
    if not isinstance(text, str):
        yield "form-label", f"Expected words as {where}, but found something else.", "error"
        return
    if len(text) > limit:
        yield "form-label", f"Expected at most {limit} characters as {where}, but found {len(text)}.", "error"
    odd = markup_in(text)
    if odd:
        yield "form-markup", f"Expected plain words as {where}, but found {odd}. Write it without.", "error"


def _labels(raw: Mapping[str, Any], kind: str, names: frozenset[str]) -> Found:
    if kind in INPUT_KINDS | {"group"}:
        label = raw.get("label") or (raw.get("dateLabel") or raw.get("timeLabel") if kind == "datetime" else None)
        if not isinstance(label, str) or not label.strip():
            yield (
                "form-label",
                f"Expected a label on the {kind}, but found none. Nobody can fill in what has no name.",
                "error",
            )
    if kind == "text" and not (isinstance(raw.get("text"), str) and raw["text"].strip()):
        yield "form-label", "Expected words in the text, but found none.", "error"
    for name, limit in (
        ("label", MAX_LABEL),
        ("dateLabel", MAX_LABEL),
        ("timeLabel", MAX_LABEL),
        ("description", MAX_TEXT),
    ):
        if raw.get(name) is not None:
            yield from _plain(name, raw[name], limit)
    if raw.get("text") is not None:
        yield from _plain("text", raw["text"], MAX_TEXT)


def _properties(raw: Mapping[str, Any], kind: str, names: frozenset[str]) -> Found:
    properties = raw.get("properties")
    if properties is None:
        return
    if not isinstance(properties, dict):
        yield "form-properties", "Expected properties by name, but found something else.", "error"
        return
    for name, value in properties.items():
        yield from _plain(f"property {name}", value, MAX_TEXT)


def _options(raw: Mapping[str, Any], kind: str, names: frozenset[str]) -> Found:
    if kind not in CHOICE_KINDS:
        return
    source, values = raw.get("valuesKey"), raw.get("values")
    if source is not None:
        if source not in SOURCES:
            yield (
                "form-source",
                f"Expected an option list of {', '.join(sorted(SOURCES))}, but found “{source}”.",
                "error",
            )
        if values:
            yield "form-source", "Expected either values or valuesKey, but found both. Keep one.", "error"
        return
    if not isinstance(values, list) or not values:
        yield "form-options", "Expected options (values, or valuesKey with a list's name), but found none.", "error"
        return
    if len(values) > MAX_OPTIONS:
        yield "form-options", f"Expected at most {MAX_OPTIONS} options, but found {len(values)}.", "error"
    yield from _static(values[: MAX_OPTIONS + 1])


def _static(values: list[Any]) -> Found:
    seen: set[str] = set()
    for place, option in enumerate(values, start=1):
        if not isinstance(option, dict) or option.keys() - {"label", "value", "label_en"}:
            yield "form-options", f"Expected label and value in option {place}, but found something else.", "error"
            continue
        value = option.get("value")
        if not isinstance(value, str | int | float) or value == "" or (isinstance(value, str) and markup_in(value)):
            yield "form-options", f"Expected a plain value in option {place}, but found another.", "error"
        elif str(value) in seen:
            yield "form-options", f"Expected each option value once, but found “{value}” again.", "error"
        seen.add(str(value))
        if not isinstance(option.get("label"), str) or not option["label"].strip():
            yield "form-label", f"Expected a label on option {place}, but found none.", "error"
        else:
            yield from _plain(f"label of option {place}", option["label"], MAX_LABEL)
        if option.get("label_en") is not None:
            yield from _plain(f"label_en of option {place}", option["label_en"], MAX_LABEL)


def _conditional(raw: Mapping[str, Any], kind: str, names: frozenset[str]) -> Found:
    conditional = raw.get("conditional")
    if conditional is None:
        return
    if not isinstance(conditional, dict) or conditional.keys() - {"hide"}:
        yield "form-condition", "Expected conditional with hide only, but found something else.", "error"
        return
    hide = conditional.get("hide")
    if hide is None or hide == "":
        return
    if not isinstance(hide, str) or not hide.strip().startswith("="):
        yield "form-condition", "Expected hide to be FEEL that begins with =, but found something else.", "error"
        return
    text = hide.strip()[1:].strip()
    try:
        expression = compile_expression(text, names)
    except FeelSyntaxError as wrong:
        yield "form-condition", f"Expected FEEL in the condition “{text}”, but found: {wrong}", "error"
        return
    unknown = sorted(expression.free_names - names - _ROW_NAMES)
    if unknown:
        listed = "”, “".join(unknown)
        yield (
            "form-condition",
            f"Expected the condition to speak of fields of the form, found “{listed}”; the task must bring it as "
            "a fact.",
            "warning",
        )


def _validate(raw: Mapping[str, Any], kind: str, names: frozenset[str]) -> Found:
    rules = raw.get("validate")
    if rules is None:
        return
    if not isinstance(rules, dict) or rules.keys() - VALIDATE_KEYS:
        listed = ", ".join(sorted(VALIDATE_KEYS))
        yield "form-validate", f"Expected validate with {listed} only, but found something else.", "error"
        return
    yield from _range(rules, "minLength", "maxLength", MAX_FIELD, whole=True)
    yield from _range(rules, "min", "max", None, whole=False)
    if rules.get("validationType") not in (None, "", "custom", "email", "phone"):
        yield (
            "form-validate",
            f"Expected validationType email, phone or custom, but found “{rules['validationType']}”.",
            "error",
        )
    if rules.get("pattern"):
        yield from _pattern(rules, kind)


def _pattern(rules: Mapping[str, Any], kind: str) -> Found:
    wanted = rules["pattern"]
    if kind not in TEXT_KINDS or not isinstance(wanted, str):
        yield "form-pattern", "Expected a pattern as text on a text field only, but found another.", "error"
        return
    length = rules.get("maxLength")
    trouble = patterns.trouble_with(wanted, length if isinstance(length, int) and length > 0 else None)
    if trouble:
        yield "form-pattern", trouble, "error"


def _range(rules: Mapping[str, Any], low: str, high: str, limit: int | None, *, whole: bool) -> Found:
    bounds = []
    for name in (low, high):
        value = rules.get(name)
        if value is None:
            continue
        if isinstance(value, bool) or not isinstance(value, int if whole else int | float) or (whole and value < 0):
            yield "form-validate", f"Expected a number as {name}, but found “{value}”.", "error"
            return
        if limit is not None and value > limit:
            yield "form-validate", f"Expected {name} of at most {limit}, but found {value}.", "error"
        bounds.append(value)
    if len(bounds) == 2 and bounds[0] > bounds[1]:
        yield "form-validate", f"Expected {low} to be at most {high}, but found {bounds[0]} and {bounds[1]}.", "error"


def _odds(raw: Mapping[str, Any], kind: str, names: frozenset[str]) -> Found:
    """The few attributes of single kinds."""
    if kind == "datetime" and raw.get("subtype", "date") not in {"date", "time", "datetime"}:
        yield "form-datetime", f"Expected subtype date, time or datetime, but found “{raw['subtype']}”.", "error"
    digits = raw.get("decimalDigits")
    if digits is not None and not (isinstance(digits, int) and 0 <= digits <= 9):
        yield "form-number", f"Expected 0 to 9 decimalDigits, but found “{digits}”.", "error"
    rows = raw.get("defaultRepetitions")
    if rows is not None and not (isinstance(rows, int) and 0 <= rows <= MAX_ROWS):
        yield "form-rows", f"Expected 0 to {MAX_ROWS} defaultRepetitions, but found “{rows}”.", "error"
    accept = raw.get("accept")
    if accept is not None and not (isinstance(accept, str) and re.fullmatch(r"[A-Za-z0-9.+*/, -]{1,200}", accept)):
        yield (
            "form-accept",
            "Expected accept to list file types such as .pdf,image/*, but found something else.",
            "error",
        )
    default = raw.get("defaultValue")
    if isinstance(default, str) and default.startswith("="):
        yield "form-default", "Expected a plain defaultValue, but found an expression.", "error"


_RULES: Final[tuple[Callable[[Mapping[str, Any], str, frozenset[str]], Found], ...]] = (
    _labels,
    _properties,
    _options,
    _conditional,
    _validate,
    _odds,
)
