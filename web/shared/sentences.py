"""The engine's sentences in the reader's language.

The engine says them in English, with values inside. The catalogue keeps each with ``{}`` where a value stands; what it
does not know is shown as the engine said it.
"""

import re
from functools import cache

from flask_babel import get_translations

from engine.casework.budget import parse
from engine.errors import Unusable
from web.shared.language import language
from web.shared.vocabulary import WORDS

CONTEXT = "engine\x04"  # how gettext files what belongs to a context
CODES = (
    "state", "kind", "role", "outcome", "urgency", "deadline", "suspension", "ground", "exclusion", "part", "element",
    "loop", "version", "feel",
)  # fmt: skip


def translated(said: str) -> str:
    """The sentence in the page's language."""
    if language() == "en":
        return said
    known: dict[str, str] = get_translations()._catalog
    for sentence in _candidates(frozenset(known)):
        found = _pattern(sentence).fullmatch(said)
        if found and known[CONTEXT + sentence]:
            return known[CONTEXT + sentence].format(*(_value(value) for value in found.groups()))
    return said


def _value(value: str) -> str:
    """A code, also several, or a length of time is said in words; a part of a sentence is translated."""
    if (length := _length(value)) is not None:
        return length
    if " " in value and (part := translated(value)) != value:
        return part
    return "、".join(_word(part) for part in _codes(value)) if value.isascii() else value


def _codes(value: str) -> list[str]:
    listed = value.split(", ")
    return listed if all(_word(part) != part for part in listed) else value.split(" or ")


def _length(value: str) -> str | None:
    try:
        return parse(value).zh
    except Unusable:
        return None


def _word(code: str) -> str:
    event, _space, element = code.partition(" ")
    if event in WORDS["event"] and element in WORDS["element"]:
        return f"{WORDS['event'][event]}{_word(element)}"
    return next((str(WORDS[group][code]) for group in CODES if code in WORDS[group]), code)


@cache
def _candidates(known: frozenset[str]) -> list[str]:
    """The engine's sentences, those with the longest fixed text first, so that the closest one is found."""
    own = [key.removeprefix(CONTEXT) for key in known if isinstance(key, str) and key.startswith(CONTEXT)]
    return sorted(own, key=lambda sentence: len(sentence.replace("{}", "")), reverse=True)


@cache
def _pattern(sentence: str) -> re.Pattern[str]:
    return re.compile("(.*?)".join(re.escape(part) for part in sentence.split("{}")), re.DOTALL)
