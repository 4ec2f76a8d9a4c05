"""A whole district of its own: migrated, deployed, loaded, served; and a real Chromium to look at it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.conftest import unavailable
from tests.e2e.designer import Designer
from tests.e2e.errands import Errands, errands_in
from tests.e2e.offices import CODES, Desks
from tests.e2e.people import PATIENCE, Citizen, District, Staff
from tests.e2e.running import a_browser, a_district, without_windows

expect.set_options(timeout=1000 * PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Each process that is given some of these has one district and one browser for them."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = without_windows()
    if path is None:
        unavailable("no Chromium: apt-get install chromium-headless-shell fonts-noto-cjk, or name one with CHROMIUM=…")
    with a_browser(path) as opened:
        yield opened


@pytest.fixture(scope="session")
def district(tmp_path_factory: pytest.TempPathFactory) -> Iterator[District]:
    with a_district(tmp_path_factory.mktemp("var")) as running:
        yield running


@pytest.fixture(scope="session")
def errands(district: District) -> Iterator[Errands]:
    with errands_in(district) as opened:
        yield opened


@pytest.fixture
def desks(browser: Browser, district: District) -> Iterator[Desks]:
    """``desks("handler", unit_name)``: that person at a desk, signed in once."""
    seated: dict[tuple[str, str | None], Staff] = {}

    def desk(role: str, unit: str | None = None) -> Staff:
        if (role, unit) not in seated:
            account = district.someone(role, None if unit is None else CODES[unit])
            staff = Staff.opened(browser, district.base)
            staff.is_signed_in(account)
            seated[role, unit] = staff  # type: ignore[assignment]
        return seated[role, unit]

    yield desk
    heard = [said for one in seated.values() for said in one.complaints]
    for one in seated.values():
        one.close()
    assert heard == []


@pytest.fixture
def citizen(browser: Browser, district: District) -> Iterator[Citizen]:
    desk = Citizen.opened(browser, district.base)
    yield desk  # type: ignore[misc]
    desk.close()


@pytest.fixture
def designer(district: District, browser: Browser) -> Iterator[Designer]:
    desk = Designer.opened(browser, district.base, viewport={"width": 1400, "height": 900})
    desk.is_signed_in(district.someone("designer"))
    yield desk
    desk.close()
