"""Chinese text, pure: what a text is made of, how like two texts are. Knows no database and no case."""

from engine.text.bigrams import grams
from engine.text.matters import found_in, likely, nearness
from engine.text.scores import Corpus, ranked, resemblance, score

__all__ = ["Corpus", "found_in", "grams", "likely", "nearness", "ranked", "resemblance", "score"]
