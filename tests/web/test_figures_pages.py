"""The figures of a period as a page: raw and adjusted, by unit, and each number opens its cases."""

import re
from collections.abc import Callable
from html import unescape

import pytest

from engine.application import Application
from tests.operations.desk import NUMBER, Desk
from tests.operations.test_exclusions_and_figures import SECOND, closed
from tests.web.conftest import Visitor

As = Callable[[str], Visitor]
THIRD = "PS260302-DDDDD"


@pytest.fixture
def three_closed(application: Application) -> None:
    desk = Desk(application)
    closed(desk, NUMBER, solved=False)
    closed(desk, SECOND)
    closed(desk, THIRD, lead="B004")


def test_each_number_of_the_page_opens_as_many_cases(as_: As, three_closed: None) -> None:
    coordinator = as_("coordinator")
    page = coordinator.read("/figures")
    assert "按时办结率" in page and "66.7 %" in page  # two of three are solved
    links = re.findall(r'<a href="(/figures/[^"]+)">(\d+)</a>', page)
    assert len(links) > 20
    for address, many in {unescape(link): int(many) for link, many in links if "hops" not in link}.items():
        listed = coordinator.read(address)
        assert len(set(re.findall(r'href="/cases/(PS[^"]+)"', listed))) == many, address


def test_the_rest_is_what_a_figure_lacks(as_: As, three_closed: None) -> None:
    rest = as_("coordinator").in_english().read("/figures/resolution_rate?side=rest")
    assert NUMBER in rest and SECOND not in rest and "Not reached" in rest


def test_a_unit_sees_its_own_figures_alone(as_: As, three_closed: None) -> None:
    water = as_("water_leader")
    page = water.read("/figures")
    assert 'name="unit"' not in page and 'href="/figures"' in page
    assert THIRD in water.read("/figures/on_time_rate?side=whole")
    assert NUMBER not in water.read("/figures/on_time_rate?side=whole")
    assert water.get("/figures?unit=B001").status_code == 403


def test_a_period_that_cannot_be_is_said_and_an_unknown_figure_is_not_there(as_: As) -> None:
    coordinator = as_("coordinator")
    turned = coordinator.get("/figures?from=2026-03-09&to=2026-03-01")
    assert turned.status_code == 422 and "截止日期不能早于" in turned.text
    assert coordinator.get("/figures?from=soon").status_code == 422
    assert coordinator.get("/figures/applause_rate").status_code == 404
    empty = coordinator.read("/figures?from=2020-01-01&to=2020-01-31")
    assert "无数值" in empty and "0.0 %" not in empty
