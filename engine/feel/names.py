"""Names with blanks and signs in them: the longest name known in scope wins (DMN 1.5 §10.3.1.5)."""

import re
from collections.abc import Iterable
from functools import lru_cache

START = (
    "?A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
PART = START.removeprefix("?") + "0-9\u00b7\u0300-\u036f\u203f-\u2040"
BLANK = "\t\n\v\f\r \u0085\u00a0\u1680\u180e\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff"
WORD = re.compile(f"\\?|[{START.removeprefix('?')}][{PART}]*")
AFTER_WORD = re.compile(f"[{PART}]")
_BLANKS = re.compile(f"[{BLANK}]+")
_SIGNS = re.compile(r"[./\-'+*]")
_LONGEST_NAME = 256


def normal(name: str) -> str:
    """The name with its runs of blanks made one space."""
    return _BLANKS.sub(" ", name).strip(f"{BLANK} ") if name else name


class Names:
    """The known names that a scanner could not find by itself, by their first word."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_word: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
        for name in sorted({normal(name) for name in names}, key=len, reverse=True):
            self.learn(name)

    def learn(self, name: str) -> None:
        """Know one more name; a plain word needs no entry."""
        first = WORD.match(name)
        if first is None or first.end() == len(name) or len(name) > _LONGEST_NAME:
            return
        known = self._by_word.setdefault(first[0], [])
        if all(name != other for other, _ in known):
            known.append((name, _pattern(name)))
            known.sort(key=lambda entry: len(entry[0]), reverse=True)

    def match(self, text: str, start: int, word: str) -> tuple[str, int] | None:
        """The longest known name that begins with ``word`` at ``start``, and where it ends."""
        for name, pattern in self._by_word.get(word, ()):
            found = pattern.match(text, start)
            if found is not None and not (AFTER_WORD.match(name[-1]) and AFTER_WORD.match(text, found.end())):
                return name, found.end()
        return None

    def copy(self) -> "Names":
        other = Names(())
        other._by_word = {word: list(entries) for word, entries in self._by_word.items()}
        return other


@lru_cache(maxsize=4096)
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(f"[{BLANK}]+".join(re.escape(part) for part in name.split(" ")))


@lru_cache(maxsize=512)
def known_names(names: frozenset[str]) -> Names:
    """The lookup of these names, shared; ``copy`` it before it learns more."""
    return Names(names)


def is_plain(name: str) -> bool:
    """Is the name one that needs no quotes as a key: words, blanks and the signs a name may have?"""
    words = _SIGNS.sub(" ", name).split()
    return bool(words) and WORD.match(name) is not None and all(WORD.fullmatch(f"_{word}") for word in words)
