"""What a page points at is there: linked pages, headings, pictures, and files it names."""

import re

import pytest

from tests.docs.pages import ROOT, in_code, pages

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
NAMED = re.compile(r"(?:docs|processes|forms|engine|api|web|alembic|tests|benchmarks)/[\w./*-]*")


def anchors(text: str) -> set[str]:
    """What headings are called in an address."""
    said = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in HEADING.findall(text))
    return {heading.strip().replace(" ", "-") for heading in said}


@pytest.mark.parametrize("page", sorted(pages()))
def test_every_link_leads_somewhere(page: str) -> None:
    broken = []
    for target in LINK.findall(pages()[page]):
        if target.startswith(("http://", "https://", "mailto:")):
            continue
        path, _, anchor = target.partition("#")
        file = (ROOT / page).parent / path if path else ROOT / page
        if not file.exists() or (anchor and anchor not in anchors(file.read_text(encoding="utf-8"))):
            broken.append(target)
    assert broken == []


@pytest.mark.parametrize("page", sorted(pages()))
def test_every_file_that_is_named_is_there(page: str) -> None:
    named = {code for code in in_code(page) if NAMED.fullmatch(code)}
    assert sorted(name for name in named if not list(ROOT.glob(name.rstrip("/")))) == []
