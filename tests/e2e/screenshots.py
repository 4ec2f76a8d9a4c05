"""``make screenshots``: every page in both languages and themes, on a phone, an office screen and a wide one.

python -m tests.e2e.screenshots FOLDER [part of a page's name …]
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.e2e.errands import errands_in
from tests.e2e.furnished import NOBODY, PAGES, Furnished, drawn, furnish, play_begun
from tests.e2e.people import Desk
from tests.e2e.running import a_browser, a_district, chromium
from tests.e2e.visitors import Visitors

LOOKS = tuple((language, theme) for language in ("zh", "en") for theme in ("light", "dark"))
SIZES = {"phone": (360, 740), "office": (1280, 800), "wide": (2560, 1300)}
STATES = {  # of a page that looks different in another state: its name, who looks, where
    "worklist.show-empty": ("reviewer", "/worklist?view=mine"),
    "worklist.show-with-task": ("dispatcher", "/worklist?view=offered&task={waiting}"),
    "worklist.show-unit": ("handler", "/worklist?view=unit"),
    "task.show-dispatch": ("dispatcher", "/tasks/{waiting}"),
    "track.show-open": (NOBODY, "/track"),
}


def main(folder: str, *parts: str) -> int:
    path = chromium()
    if path is None:
        print("No Chromium: apt-get install chromium fonts-noto-cjk, or name one with CHROMIUM=…")
        return 1
    with (
        tempfile.TemporaryDirectory() as var,
        a_district(Path(var)) as district,
        a_browser(path) as browser,
        errands_in(district) as errands,
        Visitors(browser, district, ("zh", "light", SIZES["office"][0])) as visitors,
    ):
        furnished = furnish(errands)
        play_begun(furnished, browser)
        (waiting,) = errands.tasks("dispatch", errands.accepted("停车场夜间噪声", "货车整夜进出，无法入睡。"))
        furnished.named["waiting"] = waiting.id
        for name, who, address in _shots(furnished, parts):
            _take(visitors.desk(who), address, Path(folder) / name)
            print(f"{name}: {len(LOOKS) * len(SIZES)} pictures")
    return 0


def _shots(furnished: Furnished, parts: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    for name, (who, address) in {**PAGES, **STATES}.items():
        if not parts or any(part in name for part in parts):
            yield name, who, address.format(**furnished.named)


def _take(desk: Desk, address: str, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for language, theme in LOOKS:
        cookies = [{"name": "language", "value": language}, {"name": "theme", "value": theme}]
        desk.page.context.add_cookies([{**one, "url": desk.base} for one in cookies])  # type: ignore[typeddict-item]
        page = desk.visit(address)
        page.wait_for_load_state("load")
        drawn(page)
        for name, (width, height) in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            page.screenshot(path=folder / f"{language}-{theme}-{name}.png", full_page=True)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
