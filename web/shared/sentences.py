"""The engine's sentences in the reader's language.

The engine says them in English, with values inside. The catalogue keeps each with ``{}`` where a value stands; what it
does not know is shown as the engine said it.
"""

import re
from functools import cache
from itertools import pairwise

from babel.support import Translations
from flask_babel import get_translations, gettext

from engine.casework.budget import parse
from engine.errors import Unusable
from web.shared.language import CATALOGUES, language
from web.shared.vocabulary import WORDS

FIELDS = ("list_field", "mark", "coordinate")  # what a form or a column is called, in English too
CONTEXT = "engine\x04"  # how gettext files what belongs to a context
CODES = (
    "state", "kind", "role", "outcome", "urgency", "deadline", "suspension", "ground", "exclusion", "part", "element",
    "loop", "version", "feel", "status", "run", "move", "cluster", "campaign", "branch", "revision", "verdict", "token",
    "list_field", "power", "position", "mark", "coordinate",
)  # fmt: skip
OF_DRAWINGS = ("element", "loop", "feel", "part")  # kinds that a file names otherwise, or not at all
QUOTES = ("‘", "“", '"', "'")
LABEL = r"‘[^’]*’ \(\S+?\)"  # an element is one value although there is a space between its name and its id
GAP = rf"({LABEL}|.*?)"
OF_AN_ELEMENT = re.compile(rf"({LABEL}) (.+)", re.DOTALL)
LOCATED = re.compile(r"(.+) at line (\d+), column (\d+)\.", re.DOTALL)
EVENT = re.compile(r"(?:an? (\w+) )?(catch|throw|end) event")


def translated(said: str, *, of_files: bool = False) -> str:
    """The sentence in the page's language.

    ``of_files``: it speaks of what stands in diagrams, decisions and forms. A key, a name or a code is then shown as it
    must be written there, although casework has a word for it.
    """
    if language() == "en":
        return said if of_files else _with_fields(said)
    known: dict[str, str] = get_translations()._catalog
    for sentence in _candidates(frozenset(known)):
        found = _pattern(sentence).fullmatch(said)
        if found and known[CONTEXT + sentence]:
            written = _verbatim(sentence)
            values = zip(found.groups(), written, strict=True)
            shown = (value if is_written else _value(value, of_files) for value, is_written in values)
            return known[CONTEXT + sentence].format(*shown)
    return _in_parts(said, of_files)


def _with_fields(said: str) -> str:
    """An English sentence, in which fields are called as on the page where the engine names them by code."""
    for sentence in _candidates(_every_sentence()):
        if found := _pattern(sentence).fullmatch(said):
            words = [", ".join(_field(part) for part in value.split(", ")) for value in found.groups()]
            return sentence.format(*words)
    return said


@cache
def _every_sentence() -> frozenset[str]:
    """What the catalogue knows: English pages have none of their own."""
    return frozenset(Translations.load(CATALOGUES, ["zh_Hans_CN"])._catalog)


def _field(code: str) -> str:
    return next((f"“{WORDS[group][code]}”" for group in FIELDS if code in WORDS[group]), code)


@cache
def _verbatim(sentence: str) -> tuple[bool, ...]:
    """For each gap: is its value in quotation marks or part of a name, so that it is shown as it is written?"""
    parts = sentence.split("{}")
    return tuple(
        before[-1:] in QUOTES or (before[-1:] == "." and before[-2:-1].isalpha()) or after[:1] == "’"
        for before, after in pairwise(parts)
    )


def _in_parts(said: str, of_files: bool) -> str:
    """What is put together: an element and what is said of it, or one sentence after the other."""
    if (found := OF_AN_ELEMENT.fullmatch(said)) and (rest := translated(found[2], of_files=of_files)) != found[2]:
        return f"{found[1]} {rest}"
    if (found := LOCATED.fullmatch(said)) and (what := translated(found[1], of_files=of_files)) != found[1]:
        return gettext("%(what)s (line %(line)s, column %(column)s).", what=what, line=found[2], column=found[3])
    for end in re.finditer(r"(?<=\.) ", said):
        parts = said[: end.start()], said[end.end() :]
        both = [translated(part, of_files=of_files) for part in parts]
        if all(part != whole for part, whole in zip(both, parts, strict=True)):
            return "".join(both)
    return said


def _value(value: str, of_files: bool) -> str:
    """A code, also several, or a length of time is said in words; a part of a sentence is translated."""
    if not of_files and (length := _length(value)) is not None:
        return length
    if " " in value and (part := translated(value, of_files=of_files)) != value:
        return part
    return "、".join(_word(part, of_files) for part in _codes(value, of_files)) if value.isascii() else value


def _codes(value: str, of_files: bool) -> list[str]:
    listed = value.split(", ")
    return listed if all(_word(part, of_files) != part for part in listed) else value.split(" or ")


def _length(value: str) -> str | None:
    try:
        return parse(value).zh
    except Unusable:
        return None


def _word(code: str, of_files: bool) -> str:
    if found := EVENT.fullmatch(code):
        return f"{WORDS['event'].get(found[1], found[1] or '')}{WORDS['event_part'][found[2]]}"
    event, _space, element = code.partition(" ")
    if event in WORDS["event"] and element in WORDS["element"]:
        return f"{WORDS['event'][event]}{_word(element, of_files)}"
    groups = OF_DRAWINGS if of_files else CODES
    return next((str(WORDS[group][code]) for group in groups if code in WORDS[group]), code)


@cache
def _candidates(known: frozenset[str]) -> list[str]:
    """The engine's sentences, those with the longest fixed text first, so that the closest one is found."""
    own = [key.removeprefix(CONTEXT) for key in known if isinstance(key, str) and key.startswith(CONTEXT)]
    return sorted(own, key=lambda sentence: len(sentence.replace("{}", "")), reverse=True)


@cache
def _pattern(sentence: str) -> re.Pattern[str]:
    return re.compile(GAP.join(re.escape(part) for part in sentence.split("{}")), re.DOTALL)
