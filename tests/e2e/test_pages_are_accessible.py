"""Every page in both languages and themes: no axe violation, a clean console, nothing wider than the screen."""

from collections.abc import Iterator
from typing import Any, Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page

import web
from tests.e2e.errands import Errands
from tests.e2e.furnished import EVERY, NOT_PAGES, PAGES, Furnished, drawn, furnish, play_begun
from tests.e2e.people import District
from tests.e2e.visitors import Visitors

WIDTHS = {"zh": 360, "en": 1280}
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
ANSWERED_WITH = {"refusal-forbidden": "403", "refusal-unknown": "404"}
OF_OTHERS = {"editor.show-decision", "editor.show-form"}  # dmn-js and form-js have faults of their own
DRAWING = ".djs-container svg > *"  # no rule ever judges what is drawn: its text stands beside it
# In a list one row is coloured as the next: the first four show the colours of all.
ALIKE = ["tbody > tr:nth-child(n+5)", "li:nth-child(n+5)", ".year > :nth-child(n+3)"]
RUN = """async ([context, options]) => {
  const { violations } = await axe.run(context, { ...options, preload: false, resultTypes: ['violations'] });
  return violations.flatMap((one) => one.nodes.map((node) => `${one.id} ${node.html.slice(0, 120)}`));
}"""


@pytest.fixture(scope="module")
def furnished(errands: Errands, browser: Browser) -> Furnished:
    made = furnish(errands)
    play_begun(made, browser)
    return made


def test_no_page_is_forgotten(errands: Errands) -> None:
    rules = web.create_app(errands.application).url_map.iter_rules()
    shown = {rule.endpoint for rule in rules if "GET" in (rule.methods or ())}
    assert shown - NOT_PAGES == set(PAGES)


def test_no_page_has_an_axe_violation(furnished: Furnished, browser: Browser, district: District) -> None:
    found = []
    with Visitors(browser, district) as visitors:
        for name in sorted(EVERY.keys() - OF_OTHERS):
            desk = visitors.desk(EVERY[name][0])
            for language, width in WIDTHS.items():
                desk.looks(language, width)
                page = desk.visit(furnished.address(name))
                drawn(page)
                said = [one for one in desk.complaints if ANSWERED_WITH.get(name, "no refusal") not in one]
                found += [f"{name} {language}: {problem}" for problem in (*_problems(page), *said)]
                desk.complaints.clear()
    assert found == []


def test_axe_sees_what_is_wrong(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(
        "<html lang=en><title>x</title><style>@media (prefers-color-scheme: dark) { h1 { color: #eee } }</style>"
        "<main><h1>pale</h1><input><img src='data:,'></main></html>"
    )
    seen = list(_problems(page))
    assert [one.split()[0] for one in seen] == ["image-alt", "label", "dark:"]
    page.close()


def _problems(page: Page) -> Iterator[str]:
    """A theme changes colours alone, so only those are looked at in each; it is the system's, so nothing loads anew."""
    page.evaluate(AXE_SCRIPT)
    yield from _seen(page, [DRAWING], {"rules": {"color-contrast": {"enabled": False}}})
    for theme in THEMES:
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        yield from (f"{theme}: {one}" for one in _seen(page, [DRAWING, *ALIKE], {"runOnly": ["color-contrast"]}))
    wide = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    if wide[0] > wide[1]:
        yield f"{wide[0]} px of content on {wide[1]} px"


def _seen(page: Page, beside: list[str], options: dict[str, Any]) -> list[str]:
    found: list[str] = page.evaluate(RUN, [{"exclude": [[one] for one in beside]}, options])
    return found
