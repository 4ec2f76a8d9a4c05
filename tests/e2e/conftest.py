"""A whole district of its own: migrated, deployed, loaded, served; and a real Chromium to look at it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.conftest import unavailable
from tests.e2e.people import District
from tests.e2e.running import a_browser, a_district, chromium


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One process for all of these: they share one district and one browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.xdist_group("e2e"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium()
    if path is None:
        unavailable("no Chromium: apt-get install chromium fonts-noto-cjk, or name one with CHROMIUM=…")
    with a_browser(path) as opened:
        yield opened


@pytest.fixture(scope="session")
def district(tmp_path_factory: pytest.TempPathFactory) -> Iterator[District]:
    with a_district(tmp_path_factory.mktemp("var")) as running:
        yield running
