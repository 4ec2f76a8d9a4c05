"""Every page in both themes and languages: no axe violation, a clean console, nothing wider than the screen."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

import web
from tests.e2e.errands import Errands
from tests.e2e.furnished import NOT_PAGES, PAGES, Furnished, drawn, furnish, play_begun
from tests.e2e.people import District
from tests.e2e.visitors import Visitors

LOOKS = [("zh", "dark", 360), ("en", "light", 1280)]


@pytest.fixture(scope="module")
def furnished(errands: Errands, browser: Browser) -> Furnished:
    made = furnish(errands)
    play_begun(made, browser)
    return made


def test_no_page_is_forgotten(errands: Errands) -> None:
    rules = web.create_app(errands.application).url_map.iter_rules()
    shown = {rule.endpoint for rule in rules if "GET" in (rule.methods or ())}
    assert shown - NOT_PAGES == set(PAGES)


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: "-".join(map(str, look)))
def test_no_page_has_an_axe_violation(look: Any, furnished: Furnished, browser: Browser, district: District) -> None:
    found = []
    with Visitors(browser, district, look) as visitors:
        for endpoint, (who, _) in PAGES.items():
            desk = visitors.desk(who)
            page = desk.visit(furnished.address(endpoint))
            drawn(page)
            found += [f"{endpoint}: {problem}" for problem in (*_problems(page), *desk.complaints)]
            desk.complaints.clear()
    assert found == []


def test_axe_sees_what_is_wrong(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("<html lang=en><title>x</title><main><input><img src='data:,'></main></html>")
    assert {violation["id"] for violation in Axe().run(page).response["violations"]} >= {"label", "image-alt"}
    page.close()


def _problems(page: Page) -> Iterator[str]:
    for violation in Axe().run(page).response["violations"]:
        yield from (f"{violation['id']} {node['html'][:120]}" for node in violation["nodes"])
    wide = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    if wide[0] > wide[1]:
        yield f"{wide[0]} px of content on {wide[1]} px"
