"""Which of many named things a text could be about, by what it shares with their names alone.

A district that has decided nothing yet has no likeness to go by; the names of its list are what it has. Pairs of
characters tell most, and a rare one more than one that stands in many names; single characters tell a little, so that
工厂噪声 is nearer to 工业噪声 than to 施工噪声. A person decides.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from engine.text.bigrams import grams
from engine.text.scores import Corpus

Names = tuple[str, str, str]  # of the third, second and first level
TITLE, TEXT = 1.0, 0.5  # what a gram tells that stands in the title, or in the text alone
LETTER = 0.4  # a single character, beside a pair
IN_PAIR = 0.7  # of that, one of a pair that is shared too, which told most of it already
GROUP, CLASS = 0.6, 0.15  # of the names of the second and first level
LEAST = 3.0  # less is chance


def likely(named: Sequence[Names], title: str, text: str) -> list[int]:
    """The places of those whose names share enough with a request, the likeliest first; none when no pair does."""
    scores = nearness(named, title, text)
    return sorted(scores, key=lambda place: (-scores[place], place))


def nearness(named: Sequence[Names], title: str, text: str) -> dict[int, float]:
    """How much the names at a place share with a request, for the places where it is enough."""
    marks = [tuple(_marks(name) for name in names) for names in named]
    many = Counter(mark for level3, level2, _ in marks for mark in level3 | level2)
    corpus = Corpus({mark: count / len(named) for mark, count in many.items()})
    told = {**dict.fromkeys(_marks(text), TEXT), **dict.fromkeys(_marks(title), TITLE)}
    scores = {
        place: _score(level3, level2, level1, told, corpus)
        for place, (level3, level2, level1) in enumerate(marks)
        if any(len(mark) > 1 and mark in told for mark in level3 | level2)
    }
    return {place: score for place, score in scores.items() if score >= LEAST}


def found_in(said: str, *names: str) -> list[str]:
    """The words of some names that stand in a text, two characters or more, as long as they stand there; each once."""
    known = set(grams(said))
    found: list[str] = []
    for name in names:
        run = ""
        for pair in grams(name):
            longer = run + pair[1:] if run.endswith(pair[0]) else ""
            if longer and longer in said:
                found[-1] = run = longer
            elif len(pair) > 1 and pair in known:
                run = pair
                found.append(run)
            else:
                run = ""
    return list(dict.fromkeys(found))


def _score(level3: set[str], level2: set[str], level1: set[str], told: Mapping[str, float], corpus: Corpus) -> float:
    """What the names share with the text; a name found whole counts for more than as much of a long one."""
    found = _shared(level3, told, corpus)
    whole = found / _shared(level3, dict.fromkeys(level3, 1.0), corpus) if level3 else 0.0
    group = GROUP * _shared(level2, told, corpus) if level2 != level3 else 0.0
    return found * (0.4 + 0.6 * whole) + group + CLASS * _shared(level1 - level2 - level3, told, corpus)


def _shared(marks: Iterable[str], told: Mapping[str, float], corpus: Corpus) -> float:
    shared = [mark for mark in marks if mark in told]
    paired = {letter for mark in shared if len(mark) > 1 for letter in mark}
    parts = {mark: 1.0 if len(mark) > 1 else LETTER * (IN_PAIR if mark in paired else 1.0) for mark in shared}
    return sum(told[mark] * corpus.weight(mark) * part for mark, part in parts.items())


def _marks(text: str) -> set[str]:
    pairs = grams(text)
    return {*pairs, *(letter for pair in pairs for letter in pair if not letter.isascii())}
