"""What a page can hear is in the catalogue: every sentence a refusal is raised with, wherever it is raised."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import engine.errors
from engine.errors import Refusal
from web.translations import ENGINE, WEB, catalogue

FLOORS = ("commands", "queries", "operations", "casework")
REFUSALS = {name for name, one in vars(engine.errors).items() if isinstance(one, type) and issubclass(one, Refusal)}


def imported(path: Path) -> Iterator[Path]:
    """The modules of those floors that a module imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("engine."):
            parts = str(node.module).split(".")[1:]
            named = [ENGINE.joinpath(*parts, f"{alias.name}.py") for alias in node.names]
            yield from (one for one in (ENGINE.joinpath(*parts).with_suffix(".py"), *named) if one.is_file())


@cache
def within_reach() -> list[Path]:
    """Every such module that a page reaches, however far."""
    waiting = [path for path in WEB.rglob("*.py") if "editors" not in path.relative_to(WEB).parts]
    seen: set[Path] = set()
    while waiting:
        for found in imported(waiting.pop()):
            if found not in seen and found.relative_to(ENGINE).parts[0] in FLOORS:
                seen.add(found)
                waiting.append(found)
    return sorted(seen)


def sentences(path: Path) -> Iterator[str]:
    """What each ``raise`` of a refusal says, with ``{}`` where a value stands; and what a door says to do instead."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or not node.args:
            continue
        said = {"send": node.args[-1]}.get(node.func.id, node.args[0] if node.func.id in REFUSALS else None)
        if isinstance(said, ast.Constant) and isinstance(said.value, str):
            yield said.value
        elif isinstance(said, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in said.values)


def test_pages_reach_the_modules_that_acts_share() -> None:
    reached = {path.relative_to(ENGINE).as_posix() for path in within_reach()}
    assert reached >= {"commands/convening.py", "commands/case_doors.py", "operations/joint.py", "casework/merging.py"}


@pytest.mark.parametrize("path", within_reach(), ids=lambda path: path.relative_to(ENGINE).as_posix())
def test_no_refusal_a_page_can_hear_is_missing_from_the_catalogue(path: Path) -> None:
    known = {str(message.id) for message in catalogue() if message.context == "engine"}
    assert [said for said in sentences(path) if said not in known] == []
