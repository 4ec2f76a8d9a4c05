"""The engine's sentences in the reader's language.

The engine says them in English, with values inside. The catalogue keeps each with ``{}`` where a value stands; what it
does not know is shown as the engine said it.
"""

import re
from functools import cache

from flask_babel import gettext

from web.shared.engine_sentences import SENTENCES
from web.shared.language import language


def translated(said: str) -> str:
    """The sentence in the page's language."""
    if language() == "en":
        return said
    for pattern, sentence in _patterns():
        found = pattern.fullmatch(said)
        if found:
            return gettext(sentence).format(*found.groups())
    return said


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    return [(_pattern(sentence), sentence) for sentence in SENTENCES]


def _pattern(sentence: str) -> re.Pattern[str]:
    return re.compile("(.+?)".join(re.escape(part) for part in sentence.split("{}")), re.DOTALL)
