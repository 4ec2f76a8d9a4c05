"""How well and how fast the like of a text is found: title → its own body, among real messages.

    python -m benchmarks.finding_the_like FILE.csv [FILE.csv …] [--database URL]

Each file is a table with the columns 留言主题 (title) and 留言详情 (text), as a public message board gives them. Every
body is indexed as the engine indexes it, and titles drawn by a fixed seed ask for their own: R@k is the share of titles
whose own body is among the first k. That is finding a known item; it says nothing about what people find alike.
"""

import argparse
import csv
import random
import time
from pathlib import Path

from sqlalchemy import select, text

from engine.persistence.case_texts import CaseTexts, case_texts
from engine.persistence.database import Database
from engine.persistence.tables import metadata
from engine.text import grams, ranked

QUERIES, CANDIDATES, SEED = 400, 100, 20260302


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("files", nargs="*", type=Path)
    asked.add_argument("--database", default="sqlite://")
    given = asked.parse_args()
    if not given.files:
        print("Nothing measured: name a table of messages. python -m benchmarks.finding_the_like FILE.csv")
        return
    messages = read(given.files)
    database = Database(given.database, schema="finding_the_like")
    with database.writing() as connection:
        if database.schema:
            connection.execute(text(f'CREATE SCHEMA "{database.schema}"'))
        metadata.create_all(connection, tables=[case_texts])
        index = CaseTexts(connection)
        begun = time.process_time()
        for number, (_, body) in enumerate(messages):
            index.add(str(number), body)
        each = (time.process_time() - begun) / len(messages)
        print(f"{len(messages)} messages on {database.name}, {each * 1000:.2f} ms of processor to index one")
        if database.schema:
            connection.execute(text(f'ANALYZE "{database.schema}".case_texts'))
        measure(index, messages)
        connection.rollback()


def measure(index: CaseTexts, messages: list[tuple[str, str]]) -> None:
    drawn = random.Random(SEED).sample(range(len(messages)), min(QUERIES, len(messages)))
    places: list[int] = []
    begun = time.process_time()
    for number in drawn:
        words = grams(messages[number][0])
        rows = index.sharing(select(case_texts.c.number), words, CANDIDATES)
        found = ranked(words, {row.number: messages[int(row.number)][1] for row in rows}, index.corpus(words))
        places.append(next((at for at, (one, _) in enumerate(found) if one == str(number)), CANDIDATES))
    each = (time.process_time() - begun) / len(drawn)
    print(f"{len(drawn)} titles, {each * 1000:.1f} ms of processor each")
    for most in (1, 5, 10):
        print(f"R@{most}: {sum(place < most for place in places) / len(places):.3f}")


def read(files: list[Path]) -> list[tuple[str, str]]:
    """(title, body) of every message, the same body once."""
    found: dict[str, str] = {}
    for path in files:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                body = "".join(row["留言详情"].split())
                if body and row["留言主题"].strip():
                    found.setdefault(body, row["留言主题"].strip())
    return [(title, body) for body, title in found.items()]


if __name__ == "__main__":
    main()
