"""How like texts are: BM25 of a question against a text, and how much two texts share.

BM25 as in Robertson and Zaragoza, "The Probabilistic Relevance Framework" (2009), §3, with the usual k₁ and b.
"""

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from engine.text.bigrams import grams

SATURATION, LENGTH = 1.2, 0.75  # k₁ and b


@dataclass(frozen=True)
class Corpus:
    """What is known of all texts: in which share of them a gram stands (0 to 1), and how long they are in grams.

    ``unlisted`` is the share of a gram nothing is known of: it is rare.
    """

    shares: Mapping[str, float] = field(default_factory=dict)
    length: float = 120.0
    unlisted: float = 0.0005

    def weight(self, gram: str) -> float:
        """What finding a gram tells: much for a rare one, nearly nothing for one that stands everywhere."""
        share = min(max(self.shares.get(gram, self.unlisted), 1e-7), 1.0)
        return math.log(1 + (1 - share + 1e-7) / share)

    def rarest(self, words: Sequence[str], most: int) -> list[str]:
        """The grams that tell most, each once; among equals in the order of the text."""
        return sorted(dict.fromkeys(words), key=self.weight, reverse=True)[:most]


def score(asked: Collection[str], text: Sequence[str], corpus: Corpus) -> float:
    """BM25 of a text for the grams asked for: 0 when it has none of them."""
    counts = Counter(text)
    norm = SATURATION * (1 - LENGTH + LENGTH * len(text) / corpus.length)
    total = 0.0
    for gram in set(asked):
        here = counts[gram]
        if here:
            total += corpus.weight(gram) * here * (SATURATION + 1) / (here + norm)
    return total


def ranked(asked: Sequence[str], texts: Mapping[str, str], corpus: Corpus) -> list[tuple[str, float]]:
    """(key, likeness from 0 to 1) of texts, the likest first; 1 is what the grams asked for would score themselves."""
    best = score(asked, list(dict.fromkeys(asked)), corpus) or 1.0
    found = [(key, min(score(asked, grams(text), corpus) / best, 1.0)) for key, text in texts.items()]
    return sorted(found, key=lambda one: one[1], reverse=True)


def resemblance(one: Collection[str], other: Collection[str]) -> float:
    """The share of their grams two texts have in common (Jaccard): 1 for the same text, 0 for nothing shared."""
    first, second = set(one), set(other)
    return len(first & second) / len(first | second) if first or second else 0.0
