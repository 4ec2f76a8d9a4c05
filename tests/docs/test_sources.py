"""A rule names where it comes from: every source and every section that is named is there to be read."""

import re
from pathlib import Path

import pytest

from tests.docs.pages import ROOT

DOMAIN = (ROOT / "docs/domain.md").read_text(encoding="utf-8")
RULES, _, SOURCES = DOMAIN.partition("## 9. Sources")
NAMED = set(re.findall(r"^\| (S\d+) ", SOURCES, re.MULTILINE))
SECTIONS = set(re.findall(r"^## (\w+)\. ", DOMAIN, re.MULTILINE))
SECTION = re.compile(r"domain\.md §(\w+)")
REFERRING = [path for part in ("engine", "api", "web", "forms") for path in (ROOT / part).rglob("*.py")]


def test_every_source_a_rule_cites_is_named() -> None:
    cited = set(re.findall(r"\bS\d+\b", RULES))
    assert cited and cited - NAMED == set()


@pytest.mark.parametrize("table", sorted(ROOT.glob("processes/*/*.dmn")), ids=lambda path: path.name)
def test_every_source_of_a_decision_table_is_named(table: Path) -> None:
    assert set(re.findall(r"\bS\d{1,2}\b", table.read_text(encoding="utf-8"))) - NAMED == set()


def test_every_section_a_docstring_refers_to_is_there() -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in REFERRING if "node_modules" not in path.parts}
    referred = {(path.name, section) for path, text in texts.items() for section in SECTION.findall(text)}
    assert referred and {one for one in referred if one[1] not in SECTIONS} == set()
