"""``make screenshots``: every page in both languages and themes, on a phone, an office screen and a wide one.

python -m tests.e2e.screenshots FOLDER [part of a page's name …] [--look zh-dark-phone …]
"""

import argparse
import sys
import tempfile
from itertools import product
from pathlib import Path

from tests.e2e.errands import errands_in
from tests.e2e.furnished import EVERY, Furnished, furnish, play_begun
from tests.e2e.people import Desk
from tests.e2e.running import a_browser, a_district, without_windows
from tests.e2e.visitors import Visitors

LOOKS = tuple((language, theme) for language in ("zh", "en") for theme in ("light", "dark"))
SIZES = {"phone": (360, 740), "office": (1280, 800), "wide": (2560, 1300)}


def main(folder: str, parts: list[str], looks: list[str]) -> int:
    path = without_windows()
    if path is None:
        print("No Chromium: apt-get install chromium-headless-shell fonts-noto-cjk, or name one with CHROMIUM=…")
        return 1
    with (
        tempfile.TemporaryDirectory() as var,
        a_district(Path(var)) as district,
        a_browser(path) as browser,
        errands_in(district) as errands,
        Visitors(browser, district) as visitors,
    ):
        furnished = furnish(errands)
        play_begun(furnished, browser)
        for name, (who, _) in EVERY.items():
            if parts and not any(part in name for part in parts):
                continue
            taken = _take(furnished, name, visitors.desk(who), Path(folder) / name, looks)
            print(f"{name}: {taken} pictures", flush=True)
    return 0


def _take(furnished: Furnished, name: str, desk: Desk, folder: Path, looks: list[str]) -> int:
    """One picture for each look that is asked for, of all when none is; returns how many."""
    folder.mkdir(parents=True, exist_ok=True)
    taken = 0
    for (language, theme), (size, (width, height)) in product(LOOKS, SIZES.items()):
        look = f"{language}-{theme}-{size}"
        if looks and look not in looks:
            continue
        desk.looks(language, width, height, theme)
        page = furnished.opened(name, desk)
        page.screenshot(path=folder / f"{look}.png", full_page=True)
        taken += 1
    return taken


if __name__ == "__main__":
    asked = argparse.ArgumentParser(prog="python -m tests.e2e.screenshots", description=__doc__)
    asked.add_argument("folder")
    asked.add_argument("parts", nargs="*", help="parts of pages' names; all pages without one")
    asked.add_argument("--look", action="append", default=[], help="such as zh-dark-phone or en-light-wide; may repeat")
    given = asked.parse_args()
    sys.exit(main(given.folder, given.parts, given.look))
