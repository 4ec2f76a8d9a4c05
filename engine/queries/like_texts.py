"""Candidates of the text index in order: how like each is to what was asked."""

from collections.abc import Mapping, Sequence

from engine.text import Corpus, grams, score


def ranked(words: Sequence[str], texts: Mapping[str, str], corpus: Corpus) -> list[tuple[str, float]]:
    """(key, likeness from 0 to 1), the likest first; 1 is what the words themselves would score."""
    best = score(words, list(dict.fromkeys(words)), corpus) or 1.0
    found = [(key, min(score(words, grams(text), corpus) / best, 1.0)) for key, text in texts.items()]
    return sorted(found, key=lambda one: one[1], reverse=True)
