"""Every limit stands in the list, the calendar or a decision table; none in Python.

A number in casework is either one of the few named here, each with what it is, or a rule of the district in the wrong
place. A length of time, as text or as a ``timedelta``, is looked for on every floor that acts on cases.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.casework import budget
from engine.errors import Unusable

ENGINE = Path(__file__).parents[2] / "engine"
FLOORS = ("casework", "operations", "commands", "queries")

# Formats of files, lengths of columns and of secrets: nothing the district decides on.
TECHNIQUE = {
    *("attachment.py", "identity.py", "imported_request.py", "list_table.py", "photograph.py", "sheet.py"),
    "tracking.py",
}
STRUCTURE: dict[str, dict[float, str]] = {
    "budget.py": {2: "group of a match", 3: "group of a match"},
    "calendar.py": {5: "Saturday", 3660: "days after which a search gives up", 11: "November, when notices come"},
    "calendar_table.py": {5: "Saturday", 64: "letters", 2000: "year", 2100: "year", 20000: "rows of a file"},
    "case.py": {180: "degrees", 90: "degrees"},
    "deadline.py": {60: "seconds of a minute"},
    "effectiveness.py": {1.959963984540054: "normal quantile", 2: "its formula", 4: "its formula"},
    "explain.py": {60: "minutes of an hour", 62: "days told one by one"},
    "figures.py": {4: "decimals"},
    "likeness.py": {
        **{0.55: "weight", 0.2: "weight", 0.15: "weight", 0.1: "weight", 0.4: "share of text", 0.3: "same street"},
        **{0.7: "same community", 300.0: "metres", 30.0: "days that fade", 86400: "seconds of a day", 4: "quarter"},
        **{2: "its formula", 3: "decimals", 6_371_000: "radius of the earth"},
    },
    "moments.py": {10: "letters of a date"},
    "precedents.py": {2: "weight of a difference", 4: "weight of a difference"},
    "reply.py": {5: "best mark of a rating, as the form asks it"},
    "responsibility_list.py": {2: "how special a rule is", 3: "how special a rule is", 4: "how special a rule is"},
    "statutory_holidays.py": {4: "Friday", 5: "Saturday"},
}
TECHNICAL_TIME = {  # of the machine, or of what a page shows first: nothing falls due by them
    "deliver_message.py": {"timedelta(seconds=2)"},  # before a message is tried again
    "open_session.py": {"timedelta(seconds=2)", "timedelta(minutes=15)"},  # after wrong passwords
    "sweep.py": {"timedelta(days=30)"},  # keys of requests that came twice
    "heat.py": {"timedelta(days=30)"},
    "similar_cases.py": {"timedelta(days=90)"},
}


def numbers(source: str) -> Iterator[tuple[int, float]]:
    """Line and value of every number but 0 and 1."""
    for node in ast.walk(ast.parse(source)):
        value = node.value if isinstance(node, ast.Constant) else None
        if isinstance(value, int | float) and not isinstance(value, bool) and value not in (0, 1):
            yield node.lineno, value


def lengths_of_time(source: str) -> Iterator[tuple[int, str]]:
    """Line and text of every length of time that is written out: budgets as text, and timedelta with a number."""
    tree = ast.parse(source)
    documents = {id(one.value) for one in ast.walk(tree) if isinstance(one, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if id(node) not in documents and _is_budget(node.value):
                yield node.lineno, node.value
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "timedelta":
            given = [*node.args, *(one.value for one in node.keywords)]
            if any(isinstance(one, ast.Constant) and one.value != 1 for one in given):  # a day, an hour: a unit
                yield node.lineno, ast.unparse(node)


def _is_budget(text: str) -> bool:
    try:
        budget.parse(text)
    except Unusable:
        return False
    return True


@pytest.mark.parametrize("path", sorted((ENGINE / "casework").glob("*.py")), ids=lambda path: path.name)
def test_casework_holds_no_number_of_the_district(path: Path) -> None:
    allowed = STRUCTURE.get(path.name, {})
    found = [(line, value) for line, value in numbers(path.read_text()) if value not in allowed]
    assert path.name in TECHNIQUE or found == []


def test_no_time_limit_is_written_in_python() -> None:
    found = [
        (f"{path.parent.name}/{path.name}", line, text)
        for floor in FLOORS
        for path in sorted((ENGINE / floor).glob("*.py"))
        for line, text in lengths_of_time(path.read_text())
        if text not in TECHNICAL_TIME.get(path.name, ())
    ]
    assert found == []


def test_no_allowance_outlives_its_number() -> None:
    there = {
        path.name: {value for _, value in numbers(path.read_text())} for path in (ENGINE / "casework").glob("*.py")
    }
    stale = [(name, value) for name, allowed in STRUCTURE.items() for value in allowed if value not in there[name]]
    assert stale == [] and there.keys() >= TECHNIQUE


def test_a_planted_limit_is_found() -> None:
    planted = 'SIGN = "2 working hours"\nlate = timedelta(days=7)\nMOST_REDOS = 2\n'
    assert [text for _, text in lengths_of_time(planted)] == ["2 working hours", "timedelta(days=7)"]
    assert (3, 2) in list(numbers(planted))
