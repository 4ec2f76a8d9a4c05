"""Every page in both languages and themes: no axe violation, a clean console, nothing wider than the screen."""

from collections.abc import Iterator
from typing import NamedTuple

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page

import web
from tests.e2e.errands import Errands
from tests.e2e.furnished import EVERY, NOT_PAGES, PAGES, Furnished, furnish, play_begun
from tests.e2e.people import District
from tests.e2e.running import ROOT
from tests.e2e.visitors import Visitors


class Look(NamedTuple):
    language: str
    width: int
    theme: str


# Colours are a theme's and not a language's, so each theme is looked at once, on a telephone and in an office.
LOOKS = (Look("zh", 360, "dark"), Look("en", 1280, "light"))
STACK = 10  # pages of one test, so that the workers share them
ANSWERED_WITH = {
    **{"refusal-forbidden": "403", "refusal-unknown": "404", "refusal-stale": "409", "refusal-large": "413"},
    **{"refusal-broken": "500", "sign_in.show-kept": "401", "plays.show-refused": "422"},
    **{"task.show-refused": "422", "register.show-refused": "422"},
}
OF_OTHERS = {"editor.show-decision", "editor.show-form"}  # dmn-js and form-js have faults of their own
DRAWING = ".djs-container svg > *"  # nothing judges what is drawn, its text stands beside it: it only takes time
# In a list one row is coloured as the next: the first four show the colours of all.
ALIKE = ":is(tbody > tr:nth-child(n+5), li:nth-child(n+5), .year > :nth-child(n+3))"
RUN = """async ([drawing, alike]) => {
  document.querySelectorAll(drawing).forEach((one) => one.remove());
  document.querySelectorAll(`${alike}, ${alike} *`).forEach((one) => one.setAttribute('data-alike', ''));
  axe.configure({ rules: [{ id: 'color-contrast', selector: ':not([data-alike])' }] });
  const { violations } = await axe.run({ preload: false, resultTypes: ['violations'] });
  return violations.flatMap((one) => one.nodes.map((node) => `${one.id} ${node.html.slice(0, 120)}`));
}"""
UNMARKED = """() => [...document.querySelectorAll('.field :is([required], [aria-required=true])')]
  .filter((one) => !one.closest('.field').querySelector('.needed')).map((one) => one.outerHTML.slice(0, 120))"""
WIDE = "document.documentElement.scrollWidth > innerWidth && document.documentElement.scrollWidth"


def _stacks() -> Iterator[tuple[str, ...]]:
    """All pages but those of others, each person's in stacks."""
    for who in sorted({who for who, _ in EVERY.values()}):
        names = sorted(name for name in EVERY.keys() - OF_OTHERS if EVERY[name][0] == who)
        yield from (tuple(names[at : at + STACK]) for at in range(0, len(names), STACK))


@pytest.fixture(scope="module")
def furnished(errands: Errands, browser: Browser) -> Furnished:
    made = furnish(errands)
    play_begun(made, browser)
    return made


def test_no_page_is_forgotten(errands: Errands) -> None:
    rules = web.create_app(errands.application).url_map.iter_rules()
    shown = {rule.endpoint for rule in rules if "GET" in (rule.methods or ())}
    assert shown - NOT_PAGES == set(PAGES)


def test_every_page_is_compared_with_the_best_of_its_kind() -> None:
    compared = (ROOT / "docs" / "pages.md").read_text(encoding="utf-8")
    assert [name for name in PAGES if f"`{name}`" not in compared] == []


@pytest.mark.parametrize("names", list(_stacks()), ids=lambda names: f"from {names[0]}")
def test_no_page_has_an_axe_violation(
    furnished: Furnished, browser: Browser, district: District, names: tuple[str, ...]
) -> None:
    found = []
    with Visitors(browser, district) as visitors:
        for name in names:
            desk = visitors.desk(EVERY[name][0])
            for look in LOOKS:
                desk.looks(look.language, look.width, theme=look.theme)
                page = furnished.opened(name, desk)
                said = [one for one in desk.complaints if ANSWERED_WITH.get(name, "no refusal") not in one]
                found += [f"{name} {look.language} {look.theme}: {one}" for one in (*_problems(page), *said)]
                desk.complaints.clear()
    assert found == []


def test_axe_sees_what_is_wrong(browser: Browser) -> None:
    page = browser.new_page(color_scheme="dark")
    page.set_content(
        "<html lang=en><title>x</title><style>@media (prefers-color-scheme: dark) { .pale { color: #eee } }</style>"
        "<main><h1 class=pale>pale</h1><ul><li><li><li><li><li class=pale>as the others</ul>"
        "<p class=field><input required><img src='data:,'></main></html>"
    )
    seen = list(_problems(page))
    assert [one.split()[0] for one in seen] == ["color-contrast", "image-alt", "label", "unmarked"]
    page.close()


def _problems(page: Page) -> Iterator[str]:
    page.evaluate(AXE_SCRIPT)
    yield from page.evaluate(RUN, [DRAWING, ALIKE])
    yield from (f"unmarked {one}" for one in page.evaluate(UNMARKED))
    if too_wide := page.evaluate(WIDE):
        yield f"{too_wide} px of content"
