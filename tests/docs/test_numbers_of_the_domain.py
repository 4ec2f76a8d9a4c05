"""Every number of the domain's deadlines stands where its table says: in a decision table, the list or the calendar."""

import csv
import re
from pathlib import Path

import pytest
from lxml import etree

from tests.docs.pages import CODE, ROOT, pages

HOLDERS = {
    path.name: path
    for pattern in ("processes/citizen_request/*.dmn", "engine/demo/*.csv", "engine/casework/*.csv")
    for path in ROOT.glob(pattern)
}


def rows() -> list[list[str]]:
    section = pages()["docs/domain.md"].partition("## 3a. ")[2].partition("\n## ")[0]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if line[:1] == "|"]
    return cells[2:]


def values_in(path: Path) -> set[str]:
    """The entries of a decision table, or the cells of a list."""
    if path.suffix == ".dmn":
        return {(one.text or "").strip() for one in etree.parse(str(path)).iter("{*}text")}
    with path.open(encoding="utf-8-sig") as file:
        return {cell for line in csv.reader(file) for cell in line}


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0][:40])
def test_the_number_is_a_value_there(row: list[str]) -> None:
    number, where, source = row
    holder: set[str] = set()
    named = 0
    for code in CODE.findall(where):
        if code in HOLDERS:
            holder = values_in(HOLDERS[code])
        else:
            named += 1
            assert code in holder or f'"{code}"' in holder or any(code in _listed(one) for one in holder), (
                number,
                code,
            )
    assert named and re.search(r"demo|\[|decree", source), "where and from what each is"


def test_the_table_names_every_table_that_holds_a_length_of_time() -> None:
    told = " ".join(row[1] for row in rows())
    length = re.compile(r'^"\d+ (minutes?|hours?|days?|working (hours?|days?))"$')
    holds = {name for name, path in HOLDERS.items() if any(length.match(value) for value in values_in(path))}
    assert {name for name in holds if name not in told} <= {
        *("exclusion_policy.dmn", "key_supervision_policy.dmn", "watch_policy.dmn"),  # §5, §6a: no deadlines of a case
    }


def _listed(value: str) -> list[str]:
    return [part.strip() for part in value.strip("[]").split(",")]
