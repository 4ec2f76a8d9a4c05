"""Every main page in both themes and languages: no axe violation, a clean console, nothing wider than the screen."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.e2e.people import Citizen, District, Staff

OFFICE = (
    "/worklist",
    "/worklist?view=offered",
    "/cases",
    "/joint-handlings",
    "/joint-handlings/new",
    "/disputes",
    "/clusters",
    "/campaigns",
    "/campaigns/new",
    "/figures",
    "/figures/on_time_rate?side=whole",
    "/notices",
)
OPEN = ("/", "/submit", "/track", "/sign-in", "/sign-in/code", "/offline")
OTHERS = {
    "admin": ("/users", "/users/new", "/users/intake", "/sessions", "/my-sessions"),
    "intake": ("/worklist?view=offered", "/register"),
    "unit_leader": ("/templates",),
}
LOOKS = [("zh", "dark", 360), ("zh", "light", 1280), ("en", "light", 2560), ("en", "dark", 1280)]


@pytest.fixture(params=LOOKS, ids=lambda look: "-".join(map(str, look)))
def look(request: pytest.FixtureRequest, district: District, browser: Browser) -> Iterator[tuple[Citizen, Staff]]:
    language, theme, width = request.param
    citizen = Citizen.opened(browser, district.base, viewport={"width": width, "height": 900})
    number = citizen.submits("咨询", "电费标准", "出租屋的电费标准是多少？", "坪山街道", "六和社区")
    staff = Staff.opened(browser, district.base, viewport={"width": width, "height": 900})
    staff.sign_in(district.someone("coordinator"))
    for desk in (citizen, staff):
        cookies = [{"name": "language", "value": language}, {"name": "theme", "value": theme}]
        desk.page.context.add_cookies([{**cookie, "url": district.base} for cookie in cookies])  # type: ignore[typeddict-item]
    staff.number = number  # type: ignore[attr-defined]
    yield citizen, staff  # type: ignore[misc]
    citizen.close()
    staff.close()


def test_no_page_has_an_axe_violation(look: tuple[Citizen, Staff]) -> None:
    citizen, staff = look
    found = []
    for desk, path in [
        *((citizen, path) for path in (*OPEN, "/receipt")),
        *((staff, path) for path in (*OFFICE, f"/cases/{staff.number}")),  # type: ignore[attr-defined]
    ]:
        page = desk.visit(path)
        if "/cases/" in path:
            page.locator("[data-diagram][data-ready='1']").first.wait_for()
        found += [f"{path}: {problem}" for problem in _problems(page)]
    assert found == []
    assert citizen.complaints + staff.complaints == []


@pytest.mark.parametrize("look", LOOKS[::3], indirect=True, ids=lambda look: "-".join(map(str, look)))
def test_nor_has_a_page_of_someone_elses(look: tuple[Citizen, Staff], district: District, browser: Browser) -> None:
    citizen, _ = look
    cookies, size = citizen.page.context.cookies(district.base), citizen.page.viewport_size
    found = []
    for role, paths in OTHERS.items():
        desk = Staff.opened(browser, district.base, viewport=size)
        desk.sign_in(district.someone(role))
        desk.page.context.add_cookies([one for one in cookies if one.get("name") in ("language", "theme")])  # type: ignore[misc]
        for path in paths:
            page = desk.visit(path)
            if role == "intake" and "worklist" in path:
                page.locator("body[data-ready]").wait_for()
                page.locator("tr[data-task] a").first.click()
                page.locator("#task-form").wait_for()
            found += [f"{path}: {problem}" for problem in _problems(page)]
        found += desk.complaints
        desk.close()
    assert found == []


def test_axe_sees_what_is_wrong(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("<html lang=en><title>x</title><main><input><img src='data:,'></main></html>")
    assert {violation["id"] for violation in Axe().run(page).response["violations"]} >= {"label", "image-alt"}
    page.close()


def _problems(page: Page) -> list[str]:
    problems = [
        f"{violation['id']} {node['html'][:120]}"
        for violation in Axe().run(page).response["violations"]
        for node in violation["nodes"]
    ]
    wide = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    return problems + ([f"{wide[0]} px of content on {wide[1]} px"] if wide[0] > wide[1] else [])
