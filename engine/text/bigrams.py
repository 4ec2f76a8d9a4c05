"""A text as the pairs of characters it is made of: Chinese has no spaces, and pairs need no dictionary."""

import re
import unicodedata

LONGEST = 40  # characters of one Latin word or number; more is no word anybody looks for
_RUN = re.compile(r"[a-z0-9]+|[^\W_a-z0-9]+")


def grams(text: str) -> list[str]:
    """The pairs of neighbouring characters of a text in their order; a Latin word or a number stays whole.

    Width and case of letters make no difference, signs and blanks end a run: "A3区，噪声" gives a3, 区, 噪声.
    """
    plain = unicodedata.normalize("NFKC", text).lower()
    found: list[str] = []
    for run in _RUN.findall(plain):
        if run[0].isascii() or len(run) == 1:
            found.append(run[:LONGEST])
        else:
            found += [run[at : at + 2] for at in range(len(run) - 1)]
    return found
