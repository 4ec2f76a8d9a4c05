"""The demo district: every observed name folded, every matter with a unit, people with passwords of their own."""

import json
import stat
from datetime import date
from typing import Any

from engine import demo
from engine.actor import SYSTEM
from engine.application import Application
from engine.casework.case import Place
from engine.clock import VirtualClock
from engine.commands.open_session import OpenSession
from engine.persistence.database import Database
from engine.settings import Settings
from tests.conftest import RecordingPost
from tests.operations.desk import Asked, Desk


def test_every_matter_has_a_unit_or_a_fallback_in_every_place(desk: Desk) -> None:
    def without(reading: Any) -> list[str]:
        rows = reading.responsibility_list.rows(reading.today)
        units = reading.units
        places = [Place(one.street, one.community) for one in reading.places.all()]
        assert len(rows) == 347 and len(places) == 23
        return [
            row.code
            for row in rows
            for place in places
            if row.lead_at(place, units) is None and row.fallback_at(place, units) is None
        ]

    assert desk.see(without) == []


def test_what_no_public_source_gives_is_marked_as_demo(desk: Desk) -> None:
    rows = desk.see(lambda reading: reading.responsibility_list.rows(reading.today))
    assert all({"grade", "limits", "fallback", "powers"} <= set(row.demo) for row in rows)


def test_old_names_find_their_unit(desk: Desk) -> None:
    def found(reading: Any) -> list[str]:
        rows = reading.unit_rows
        names = ("市规土委坪山管理局", "坪山社区（坪山街道办事处）", "城建办", "环境保护和水务局")
        return [rows.named(name).code for name in names]

    assert desk.see(found) == ["B021", "C009", "B010", "B001"]


def test_the_calendar_knows_holidays_and_make_up_days_of_every_announced_year(desk: Desk) -> None:
    calendar = desk.see(lambda reading: reading.work_calendar)
    assert calendar.years == frozenset(range(2004, 2027))
    assert not calendar.is_working(date(2026, 10, 1))
    assert calendar.is_working(date(2026, 2, 14))


def test_a_second_load_changes_nothing_and_passwords_open(
    memory: Database, clock: VirtualClock, settings: Settings, post: RecordingPost
) -> None:
    application = Application(memory, clock, settings, post)
    assert len(demo.load(application)) == 2
    path = settings.var / "demo_accounts.json"
    written = path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert demo.load(application) == []
    assert path.read_bytes() == written
    accounts = json.loads(written)["accounts"]
    assert len({one["password"] for one in accounts}) == len(accounts)
    assert any(set(one["roles"]) >= {"handler", "reviewer"} for one in accounts)
    units = {one["unit"] for one in accounts if one["unit"]}
    assert units == {row.code for row in application.ask(Asked(lambda reading: reading.unit_rows.all()), SYSTEM)}
    one = accounts[0]
    assert application.execute(OpenSession(one["username"], one["password"]), SYSTEM)["token"]
