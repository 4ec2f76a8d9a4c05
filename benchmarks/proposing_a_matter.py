"""How often the matter proposed is of the right class, among real messages.

    python -m benchmarks.proposing_a_matter LIST.csv MESSAGES.csv

LIST has the columns 一级分类, 二级分类, 三级分类 (a responsibility list by its names), MESSAGES 留言主题, 留言时间,
留言详情 and 一级分类 (the class an official gave it). Split by date: the later half asks; of the earlier half so many
are cases dispatched before, each to the row of its class whose names are nearest. Right is the first level: the labels
have no other. IN_PAIR and TIE were chosen on the earlier half by ``--choosing``, which asks that one, nothing being
dispatched before; the later half only tells.
"""

import argparse
import csv
import random
from collections import defaultdict
from pathlib import Path

from sqlalchemy import select

from engine.operations.likely_matters import LIKE_CASE, LIKE_CASES, LIKELY, MOST_MATTERS, is_tied, weighed
from engine.persistence.case_texts import CaseTexts, case_texts
from engine.persistence.database import Database
from engine.persistence.tables import metadata
from engine.text import grams, likely, nearness, ranked

SEED = 20260302
Message = tuple[str, str, str]  # title, text, class
Names = tuple[str, str, str]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("files", nargs="*", type=Path)
    asked.add_argument("--choosing", action="store_true")
    given = asked.parse_args()
    if len(given.files) != 2:
        print("Nothing measured: name a list and a table of messages.")
        return
    with given.files[0].open(encoding="utf-8", newline="") as file:
        names = [(row["三级分类"], row["二级分类"], row["一级分类"]) for row in csv.DictReader(file)]
    messages = read(given.files[1])
    earlier, later = messages[: len(messages) // 2], messages[len(messages) // 2 :]
    if given.choosing:
        measure(names, [], earlier)
        return
    for size in (0, 10, 50, len(earlier)):
        measure(names, random.Random(SEED).sample(earlier, size), later)


def measure(names: list[Names], past: list[Message], asked: list[Message]) -> None:
    database = Database("sqlite://")
    with database.writing() as connection:
        metadata.create_all(connection, tables=[case_texts])
        index = CaseTexts(connection)
        about = {str(number): settled(names, one) for number, one in enumerate(past)}
        for number, (title, text, _) in enumerate(past):
            index.add(str(number), f"{title}\n{text}")
        found = [(rows(names, past, about, index, one), one[2]) for one in asked]
        connection.rollback()
    enough = [(best, right) for best, right in found if best and best[0][1] >= LIKELY]
    proposed = [one for one in enough if not is_tied([(names[row][1], score) for row, score in one[0]])]
    first = sum(names[best[0][0]][2] == right for best, right in proposed)
    among = sum(right in {names[row][2] for row, _ in best} for best, right in found)
    print(
        f"{len(past)} dispatched before: proposed for {len(proposed) / len(asked):.3f} of {len(asked)}, "
        f"of these right {first / len(proposed):.3f}; right among those shown {among / len(asked):.3f}"
    )


def rows(
    names: list[Names], past: list[Message], about: dict[str, int], index: CaseTexts, one: Message
) -> list[tuple[int, float]]:
    """(place in the list, what speaks for it), the likeliest first, as the engine has it."""
    title, text, _ = one
    words = grams(f"{title}\n{text}")
    like: dict[str, list[float]] = defaultdict(list)
    known = index.sharing(select(case_texts.c.number), words, LIKE_CASES) if past else []
    texts = {row.number: "\n".join(past[int(row.number)][:2]) for row in known}
    for number, likeness in ranked(words, texts, index.corpus(words)) if known else []:
        if likeness >= LIKE_CASE:
            like[str(about[number])].append(likeness)
    by_names = {str(place): score for place, score in nearness(names, title, text).items()}
    scores = weighed(by_names, like)
    best = sorted(scores, key=lambda place: (-scores[place], int(place)))[:MOST_MATTERS]
    return [(int(place), scores[place]) for place in best]


def settled(names: list[Names], one: Message) -> int:
    """The row an official of the message's class would have taken, by the names."""
    title, text, right = one
    own = [place for place, (_, _, level1) in enumerate(names) if level1 == right]
    best = likely([names[place] for place in own], title, text)
    return own[best[0] if best else 0]


def read(path: Path) -> list[Message]:
    """Messages in the order of their days, the same text once."""
    found: dict[str, tuple[tuple[int, ...], Message]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            text = "".join(row["留言详情"].split())
            day = tuple(int(part) for part in row["留言时间"].split()[0].split("/"))
            found.setdefault(text, (day, (row["留言主题"].strip(), text, row["一级分类"])))
    return [message for _, message in sorted(found.values(), key=lambda one: one[0])]


if __name__ == "__main__":
    main()
