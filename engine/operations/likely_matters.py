"""Which row of the list a case is about, as far as its words tell: a person decides.

What the list's names share with the text counts, and what cases like it were about, each by how like it is. Measured on
real messages (docs/performance.md): below LIKELY half of the first rows were wrong, nearly half where one of another
group came as near as TIE; below LIKE_CASE four cases in ten.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.casework.case import Case
from engine.casework.responsibility_list import Row
from engine.persistence.unit_of_work import Reading
from engine.text import found_in, grams, nearness, ranked

LIKE_CASES = 20
LIKE_CASE = 0.1  # how like a case must be to tell anything, 0 to 1
ONE_CASE = 40.0  # what a case of the same words tells, beside what a name shares with a text
LIKELY = 5.5  # from here on a row is proposed; below it only could be
TIE = 0.95  # of what speaks for the first row: what speaks so much for one of another group decides nothing
MOST_MATTERS = 5


@dataclass(frozen=True)
class LikelyMatter:
    """A row of the list, and why: ``settled`` (it is the case's), ``mentioned`` (its name stands in the text),
    ``cases`` (those like it were about it), or ``names`` (its names are near the text), whichever tells most.

    ``cases``: how many of the likest were about it; ``words``: of its names in the text; ``is_likely``: propose it.
    """

    row: Row
    because: str
    cases: int = 0
    words: tuple[str, ...] = ()
    is_likely: bool = True


def likely_matters(reading: Reading, case: Case) -> list[LikelyMatter]:
    """The rows of the list the case could be about, the likeliest first."""
    if case.matter is not None:
        row = reading.responsibility_list.find(version=case.matter.list_version, code=case.matter.code)
        return [LikelyMatter(row, "settled")] if row else []
    rows = reading.responsibility_list.rows(reading.today)
    near = nearness([(row.level3, row.level2, row.level1) for row in rows], case.title, case.text)
    by_names = {rows[place].code: score for place, score in near.items()}
    like = _like_cases(reading, case)
    scores = weighed(by_names, {row.code: like[row.code] for row in rows if row.code in like})
    first = sorted(scores, key=lambda code: (-scores[code], code))[:MOST_MATTERS]
    in_force, said = {row.code: row for row in rows}, f"{case.title}\n{case.text}"
    tied = is_tied([(in_force[code].level2, scores[code]) for code in first])
    found = []
    for row in (in_force[code] for code in first):
        more_by_cases = scores[row.code] > 2 * by_names.get(row.code, 0.0)
        because = "cases" if more_by_cases else "mentioned" if row.level3 in said else "names"
        words = tuple(found_in(said, row.level3, row.level2))
        is_likely = scores[row.code] >= LIKELY and not tied
        found.append(LikelyMatter(row, because, len(like[row.code]), words, is_likely))
    return found


def weighed(by_names: Mapping[str, float], like: Mapping[str, Sequence[float]]) -> dict[str, float]:
    """What speaks for each row: its names' nearness, and how like the cases are that were about it."""
    return {code: by_names.get(code, 0.0) + ONE_CASE * sum(like.get(code, ())) for code in {*by_names, *like}}


def is_tied(first: Sequence[tuple[str, float]]) -> bool:
    """(group, what speaks for a row of it), the likeliest first: do as good as equal ones belong to several groups?"""
    return len({group for group, score in first if score >= TIE * first[0][1]}) > 1


def proposed_row(matters: Sequence[LikelyMatter]) -> Row | None:
    """The one to propose; None when none is likely enough."""
    return matters[0].row if matters and matters[0].is_likely else None


def _like_cases(reading: Reading, case: Case) -> dict[str, list[float]]:
    """How like the likest cases are, by the matter they were about."""
    words = grams(f"{case.title}\n{case.text}")
    known = {one.number: one for one in reading.cases.settled_like(case.number, words, LIKE_CASES)}
    texts = {number: f"{one.title}\n{one.text}" for number, one in known.items()}
    found: dict[str, list[float]] = defaultdict(list)
    for number, likeness in ranked(words, texts, reading.case_texts.corpus(words)) if known else []:
        if likeness >= LIKE_CASE:
            found[known[number].matter].append(likeness)
    return found
