"""The pages of the documentation as they stand in the repository."""

import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`\n]+)`")


@cache
def pages() -> dict[str, str]:
    """Every Markdown page by its path from the root."""
    found = [*ROOT.glob("*.md"), *(path for part in PARTS for path in (ROOT / part).rglob("*.md"))]
    return {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
        for path in found
        if "node_modules" not in path.parts
    }


PARTS = ("docs", "processes", "forms", "api", "engine", "web", "tests", "benchmarks")


def fenced(kind: str) -> list[tuple[str, str]]:
    """(page, block) of every fenced block of a kind; "" are those without one."""
    return [(page, block) for page, text in pages().items() for found, block in FENCE.findall(text) if found == kind]


def in_code(page: str) -> list[str]:
    """What stands between backticks on a page, and the lines of its fenced blocks without a language."""
    text = pages()[page]
    lines = [line for kind, block in FENCE.findall(text) if not kind for line in block.splitlines()]
    return [*CODE.findall(FENCE.sub("", text)), *lines]
