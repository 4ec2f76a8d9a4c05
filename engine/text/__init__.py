"""Chinese text, pure: what a text is made of, how like two texts are. Knows no database and no case."""

from engine.text.bigrams import grams
from engine.text.matters import likely
from engine.text.scores import Corpus, resemblance, score

__all__ = ["Corpus", "grams", "likely", "resemblance", "score"]
