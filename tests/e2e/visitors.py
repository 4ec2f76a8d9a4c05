"""Whoever looks at a page, in a browser window of their own, in one language, theme and width."""

from dataclasses import dataclass, field

from playwright.sync_api import Browser

from tests.e2e.furnished import CITIZEN, NOBODY
from tests.e2e.offices import POLICE, WATER, code_of
from tests.e2e.people import Citizen, Desk, District, Staff

UNITS = {"handler": WATER, "unit_leader": POLICE}


@dataclass
class Visitors:
    """One browser window for each kind of person; a citizen has a request of their own open."""

    browser: Browser
    district: District
    desks: dict[str, Desk] = field(default_factory=dict)

    def __enter__(self) -> "Visitors":
        return self

    def __exit__(self, *_: object) -> None:
        for desk in self.desks.values():
            desk.close()

    def desk(self, who: str) -> Desk:
        if who not in self.desks:
            self.desks[who] = self._seated(who)
        return self.desks[who]

    def _seated(self, who: str) -> Desk:
        desk = (Citizen if who in (NOBODY, CITIZEN) else Staff).opened(self.browser, self.district.base)
        if isinstance(desk, Staff):
            desk.is_signed_in(self.district.someone(who, code_of(UNITS[who]) if who in UNITS else None))
        if who == CITIZEN:
            desk.submits("咨询", "电费标准", "出租屋的电费标准是多少？", "坪山街道", "六和社区")  # type: ignore[attr-defined]
        return desk
