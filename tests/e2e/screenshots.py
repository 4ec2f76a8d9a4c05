"""``make screenshots``: every page in both languages and themes, on a phone, an office screen and a wide one.

python -m tests.e2e.screenshots FOLDER [part of a page's name …]
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser

from tests.e2e.people import Citizen, Desk, Staff
from tests.e2e.running import a_browser, a_district, chromium
from tests.e2e.story import NOISE_UNIT, REQUESTS, Story

LOOKS = tuple((language, theme) for language in ("zh", "en") for theme in ("light", "dark"))
SIZES = {"phone": (360, 740), "office": (1280, 800), "wide": (2560, 1300)}
CITIZEN = {
    "welcome": "/",
    "submit": "/submit",
    "receipt": "/receipt",
    "track": "/track",
    "sign-in": "/sign-in",
    "set-password": "/sign-in/code",
    "offline": "/offline",
}
ADMIN = {"users": "/users", "user": "/users/intake", "new-user": "/users/new", "sessions": "/sessions"}
COORDINATOR = {
    "cases": "/cases",
    "joint-handlings": "/joint-handlings",
    "convene": "/joint-handlings/new",
    "disputes": "/disputes",
    "figures": "/figures",
    "figure-cases": "/figures/on_time_rate?side=whole",
    "notices": "/notices",
}
Shot = tuple[str, Desk, str]


def main(folder: str, *parts: str) -> int:
    path = chromium()
    if path is None:
        print("No Chromium: apt-get install chromium fonts-noto-cjk, or name one with CHROMIUM=…")
        return 1
    with tempfile.TemporaryDirectory() as var, a_district(Path(var)) as district, a_browser(path) as browser:
        story = Story(district).begin()
        shots = [shot for shot in _shots(browser, story) if not parts or any(part in shot[0] for part in parts)]
        for name, desk, address in shots:
            _take(desk, address, Path(folder) / name)
            print(f"{name}: {len(LOOKS) * len(SIZES)} pictures")
    return 0


def _shots(browser: Browser, story: Story) -> Iterator[Shot]:
    base = story.district.base
    citizen = Citizen.opened(browser, base)
    citizen.submits("咨询", "图书馆几点开门", "想知道区图书馆周末几点开门。", "坪山街道", "六和社区")
    yield from ((name, citizen, address) for name, address in CITIZEN.items())
    stranger = Citizen.opened(browser, base)
    yield "track-open", stranger, "/track"
    handler = Staff.opened(browser, base)
    handler.sign_in(story.district.someone("handler", NOISE_UNIT))
    yield "worklist-handler", handler, "/worklist?view=unit"
    yield "task-handle", handler, f"/tasks/{story.task('handler', NOISE_UNIT, REQUESTS[0][1])['id']}"
    yield "task-sign", handler, f"/tasks/{story.task('handler', NOISE_UNIT, REQUESTS[1][1])['id']}"
    intake = Staff.opened(browser, base)
    intake.sign_in(story.district.someone("intake"))
    yield "worklist-intake", intake, "/worklist?view=offered"
    task = story.task("intake", None, REQUESTS[2][1])["id"]
    yield "worklist-with-task", intake, f"/worklist?view=offered&task={task}"
    yield "worklist-empty", intake, "/worklist?view=mine"
    yield "register", intake, "/register"
    yield "case", handler, f"/cases/{story.number(REQUESTS[0][1])}"
    coordinator = Staff.opened(browser, base)
    coordinator.sign_in(story.district.someone("coordinator"))
    yield from ((name, coordinator, address) for name, address in COORDINATOR.items())
    dispatcher = Staff.opened(browser, base)
    dispatcher.sign_in(story.district.someone("dispatcher"))
    yield "task-dispatch", dispatcher, f"/tasks/{story.task('dispatcher', None, REQUESTS[4][1])['id']}"
    leader = Staff.opened(browser, base)
    leader.sign_in(story.district.someone("unit_leader", NOISE_UNIT))
    yield "templates", leader, "/templates"
    admin = Staff.opened(browser, base)
    admin.sign_in(story.district.someone("admin"))
    yield from ((name, admin, address) for name, address in ADMIN.items())
    designer = Staff.opened(browser, base)
    designer.sign_in(story.district.someone("designer"))
    yield "processes", designer, "/processes"


def _take(desk: Desk, address: str, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for language, theme in LOOKS:
        cookies = [{"name": "language", "value": language}, {"name": "theme", "value": theme}]
        desk.page.context.add_cookies([{**one, "url": desk.base} for one in cookies])  # type: ignore[typeddict-item]
        desk.visit(address).wait_for_load_state("load")
        for name, (width, height) in SIZES.items():
            desk.page.set_viewport_size({"width": width, "height": height})
            desk.page.screenshot(path=folder / f"{language}-{theme}-{name}.png", full_page=True)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
