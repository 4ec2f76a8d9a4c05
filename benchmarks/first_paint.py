"""First paint, layout shift and script of every page, in Chromium against a district of its own on localhost.

python -m benchmarks.first_paint [part of an endpoint …]

Prints for each page the median of five first contentful paints (ms; gate 300), the layout shift up to then and while
the worklist is told of new tasks (gate 0), and the gzipped JavaScript it loads (kB; gate 30 outside the editors).
"""

import gzip
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Page, Response

from tests.e2e.errands import Errands, errands_in
from tests.e2e.furnished import PAGES, Furnished, furnish, play_begun
from tests.e2e.running import a_browser, a_district, chromium
from tests.e2e.visitors import Visitors

LOADS = 5
WATCH = """
window.shift = 0;
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) window.shift += one.value;
}).observe({ type: 'layout-shift', buffered: true });
"""
PAINT = "performance.getEntriesByName('first-contentful-paint').map((one) => one.startTime)[0]"


def main(*parts: str) -> int:
    path = chromium()
    if path is None:
        print("No Chromium: apt-get install chromium fonts-noto-cjk, or name one with CHROMIUM=…")
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
        print(f"{'page':26}{'paint':>8}{'worst':>8}{'shift':>8}{'js kB':>8}")
        for endpoint, (who, _) in PAGES.items():
            if not parts or any(part in endpoint for part in parts):
                _measured(visitors.desk(who).page, district.base, endpoint, furnished)
        if not parts:
            _told_of_news(visitors.desk("intake").page, district.base, errands)
    return 0


def _measured(page: Page, base: str, endpoint: str, furnished: Furnished) -> None:
    page.add_init_script(WATCH)
    paints, scripts = [], {}

    def keep(got: Response) -> None:
        if ".js" in got.url.split("?")[0].rsplit("/", 1)[-1] and got.status == 200:
            scripts[got.url] = len(gzip.compress(got.body()))

    for load in range(LOADS + 1):
        if load == 1:  # the first is not counted: it fills the caches, as a day's first page does
            page.on("response", keep)
        page.goto(base + furnished.address(endpoint))
        page.wait_for_load_state("networkidle") if "/events" not in page.content() else page.wait_for_timeout(300)
        if load:
            paints.append(float(page.evaluate(PAINT) or 0))
    shift = page.evaluate("window.shift")
    page.remove_listener("response", keep)
    print(f"{endpoint:26}{median(paints):8.0f}{max(paints):8.0f}{shift:8.3f}{sum(scripts.values()) / 1000:8.1f}")


def _told_of_news(page: Page, base: str, errands: Errands) -> None:
    """What moves while somebody reads the list and others' tasks arrive."""
    page.goto(f"{base}/worklist?view=offered")
    page.locator("body[data-ready]").wait_for()
    before: Any = page.evaluate("window.shift")
    errands.submits("路灯不亮", "深汕路路灯三天不亮。")
    page.locator("[data-toast]:not(:empty)").wait_for(timeout=30_000)
    page.wait_for_timeout(500)
    print(f"{'worklist told of news':26}{'':16}{page.evaluate('window.shift') - before:8.3f}")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
