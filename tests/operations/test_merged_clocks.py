"""A merged case waits for its parent's reply: what happens to the parent's clock happens to its own, entry by entry."""

from datetime import timedelta
from typing import Any

import pytest

from engine.actor import SYSTEM, Actor
from engine.clock import VirtualClock
from engine.commands.import_calendar import ImportCalendar
from engine.commands.recompute_deadlines import RecomputeDeadlines
from engine.commands.record_contact import RecordContact
from engine.errors import NotNow
from engine.persistence.outbox import RECOMPUTE
from engine.queries.case_file import CaseFile
from engine.queries.deadline_explained import DeadlineExplained
from engine.queries.tracking import Tracking
from engine.rehearsal.people import CITIZEN
from tests.operations.desk import ANNA, NUMBER, RITA, Desk, Registered
from tests.operations.test_any_order_of_acts import AskForTime
from tests.year_ahead import REST_OF_2027, SPRING_OF_2027

CHILD, OTHER = "PS260302-BBBBB", "PS260302-CCCCC"
UNTIL = "2026-03-09T09:00:00+08:00"


def registered(desk: Desk, number: str) -> str:
    desk.register(number)
    desk.do("deadlines.start", key=number, name="citizen", budget="7 working days")
    return number


def a_family(desk: Desk, *children: str) -> None:
    registered(desk, NUMBER)
    desk.dispatched()
    for child in children or (CHILD,):
        desk.do("cases.merge", key=registered(desk, child), parent=NUMBER)


def extended(desk: Desk, budget_is: str = "approve") -> None:
    desk.application.execute(AskForTime(NUMBER), ANNA)
    desk.do("extensions.decide", decision=budget_is, reason="检测报告未出")


def clock_of(desk: Desk, number: str, name: str = "citizen") -> Any:
    return desk.see(lambda reading: reading.deadlines.current(number, name))


def entries(desk: Desk, number: str) -> list[tuple[str, str | None]]:
    told = desk.see(lambda reading: [one for one in reading.journal.of_key(number) if one.kind == "deadline"])
    return [(one.details["what"], one.details.get("reason")) for one in told if one.details["deadline"] == "citizen"]


def notices(desk: Desk, number: str) -> list[tuple[str, str]]:
    sent = desk.see(
        lambda reading: reading.notices.all(about=number, recipient_kind="citizen", order=("sent_at", "id"))
    )
    return [(one.template, one.text_zh) for one in sent]


def test_a_merged_case_rests_and_goes_on_with_its_parent(desk: Desk, clock: VirtualClock) -> None:
    a_family(desk, CHILD, OTHER)
    desk.do("suspensions.pause", until=UNTIL, reason="court")
    desk.timers.moved.clear()
    for child in (CHILD, OTHER):
        assert (clock_of(desk, child).state, clock_of(desk, child).due_at) == ("paused", None)
        assert entries(desk, child) == [("pause", "court")]
    clock.forward(timedelta(days=7))
    desk.do("suspensions.resume")
    for child in (CHILD, OTHER):
        assert clock_of(desk, child).due_at == clock_of(desk, NUMBER).due_at
        assert [what for what, _ in entries(desk, child)] == ["pause", "resume"]
    moved = [name for name, _ in desk.timers.moved]
    assert moved.count("citizen") == 1  # the parent's instance moves its own timers, not those of others


def test_a_merged_case_is_not_suspended_by_itself(desk: Desk) -> None:
    a_family(desk)
    with pytest.raises(NotNow, match=f"{CHILD} is merged into {NUMBER}, with which it rests"):
        desk.do("suspensions.pause", key=CHILD, until=UNTIL, reason="court")
    assert clock_of(desk, CHILD).state == "running"


def test_a_merged_case_has_its_parents_extension(desk: Desk) -> None:
    a_family(desk)
    before = clock_of(desk, CHILD).due_at
    extended(desk, "refuse")
    assert clock_of(desk, CHILD).due_at == before
    extended(desk)
    assert clock_of(desk, CHILD).due_at == clock_of(desk, NUMBER).due_at > before
    assert entries(desk, CHILD) == [("extend", "检测报告未出")]
    told = desk.application.ask(DeadlineExplained(CHILD), RITA)["deadlines"][0]["steps"]
    assert [one["what"] for one in told] == ["start", "extend"]


def test_who_joins_a_suspended_case_rests_with_it(desk: Desk, clock: VirtualClock) -> None:
    a_family(desk)
    desk.do("suspensions.pause", until=UNTIL, reason="court")
    desk.do("cases.merge", key=registered(desk, OTHER), parent=NUMBER)
    assert (clock_of(desk, OTHER).state, entries(desk, OTHER)) == ("paused", [("pause", "court")])
    assert notices(desk, OTHER)[0] == ("suspended", f"诉求 {OTHER} 暂缓办理：至2026年3月9日")
    (told, *_) = desk.see(lambda reading: reading.notices.all(about=OTHER, template="suspended"))
    assert told.text_en == f"Request {OTHER} is suspended: until 9 Mar 2026"
    clock.forward(timedelta(days=7))
    desk.do("suspensions.resume")
    assert clock_of(desk, OTHER).state == "running"


def test_who_joins_an_extended_case_takes_over_the_extensions_it_needs(desk: Desk, clock: VirtualClock) -> None:
    a_family(desk)
    extended(desk)
    desk.do("cases.merge", key=registered(desk, OTHER), parent=NUMBER)
    assert clock_of(desk, OTHER).due_at == clock_of(desk, NUMBER).due_at
    assert entries(desk, OTHER) == [("extend", "检测报告未出")]
    clock.forward(timedelta(days=5))
    late = registered(desk, "PS260302-DDDDD")
    desk.do("cases.merge", key=late, parent=NUMBER)
    assert entries(desk, late) == []  # its own date is later than the parent's anyway


def test_who_leaves_a_suspended_case_runs_again_from_that_moment(desk: Desk, clock: VirtualClock) -> None:
    a_family(desk)
    desk.do("suspensions.pause", until=UNTIL, reason="court")
    rested = clock_of(desk, CHILD).last_due_at
    clock.forward(timedelta(days=2))
    desk.do("cases.enter", key=CHILD, state="accepted", owner_role="dispatcher")
    assert clock_of(desk, CHILD).due_at - rested == timedelta(days=2)
    assert entries(desk, CHILD)[-1] == ("resume", "拆分，恢复单独办理")
    clock.forward(timedelta(days=5))
    desk.do("suspensions.resume")
    assert [what for what, _ in entries(desk, CHILD)] == ["pause", "resume"]


def test_the_date_of_a_resting_merged_case_follows_a_new_calendar(desk: Desk, clock: VirtualClock) -> None:
    clock.forward(timedelta(days=297))  # 24 December
    a_family(desk)
    assert clock_of(desk, CHILD).provisional
    desk.do("suspensions.pause", until="2026-12-28T09:00:00+08:00", reason="court")
    content = "\n".join(["日期,上班,名称", "2027-01-01,否,元旦", SPRING_OF_2027 + REST_OF_2027]).encode()
    admin = Actor("ada", "阿达", frozenset({"admin"}))
    desk.application.execute(ImportCalendar("2027.csv", content, "通知"), admin)
    waiting = desk.see(lambda reading: reading.outbox.waiting(reading.now, 500))
    for row in waiting:
        if row.kind == RECOMPUTE:
            desk.application.execute(RecomputeDeadlines(row.id), SYSTEM)
    assert [what for what, _ in entries(desk, CHILD)] == ["pause", "recompute"]
    clock.forward(timedelta(days=4))
    desk.do("suspensions.resume")
    own, parents = clock_of(desk, CHILD), clock_of(desk, NUMBER)
    assert (own.due_at, own.provisional) == (parents.due_at, False)


def test_every_merged_citizen_hears_of_suspension_resumption_and_extension(desk: Desk, clock: VirtualClock) -> None:
    a_family(desk)
    desk.do("suspensions.pause", until=UNTIL, reason="court")
    assert desk.do("notices.send", to="citizens", template="suspended") == {"notices": 2}
    desk.do("suspensions.resume")
    desk.do("notices.send", to="citizens", template="resumed")
    extended(desk)
    desk.do("notices.send", to="citizens", template="extension_approved")
    assert notices(desk, CHILD) == [
        ("suspended", f"诉求 {CHILD} 暂缓办理：至2026年3月9日"),
        ("resumed", f"诉求 {CHILD} 恢复办理，2026年3月11日 18:00前答复。"),
        ("extension_approved", f"诉求 {CHILD} 延期至 2026年3月13日 18:00。"),
    ]


def test_a_merged_citizen_sees_that_the_case_rests(desk: Desk) -> None:
    a_family(desk)
    code = desk.application.execute(Registered(OTHER), ANNA)
    desk.do("cases.merge", key=OTHER, parent=NUMBER)
    desk.do("suspensions.pause", until=UNTIL, reason="court")
    seen = desk.application.ask(Tracking(OTHER, code), CITIZEN)
    assert (seen["suspended"], seen["next_deadline"]) == (True, None)
    shown = desk.application.ask(CaseFile(OTHER), RITA)
    assert (shown["suspended"], shown["may"]["resume"]) == (True, False)


def test_filed_as_another_kind_the_citizens_clock_keeps_its_extension_and_its_rest(
    desk: Desk, clock: VirtualClock
) -> None:
    registered(desk, NUMBER)
    extended(desk)
    desk.do("suspensions.pause", until=UNTIL, reason="court")
    clock.forward(timedelta(days=7))
    desk.do("suspensions.resume")
    desk.do("deadlines.start", name="citizen", budget="1 working day")
    again = clock_of(desk, NUMBER)
    # one working day from Monday the 2nd, two more granted, a rest of five
    assert again.due_at.isoformat() == "2026-03-12T10:00:00+00:00"
    assert [one.what for one in again.deadline.changes] == ["start", "extend", "pause", "resume"]
    assert entries(desk, NUMBER)[-1][0] == "rebudget"


def test_whom_nobody_spoke_to_before_the_merge_is_to_be_spoken_to_after_the_split(
    desk: Desk, clock: VirtualClock
) -> None:
    registered(desk, NUMBER)
    desk.dispatched()
    for child, spoken in ((CHILD, False), (OTHER, True)):
        registered(desk, child)
        desk.dispatched(child)
        desk.do("deadlines.start_each", key=child, budgets={"contact": "24 hours"})
        if spoken:
            desk.application.execute(RecordContact(child, "telephone"), ANNA)
        clock.forward(timedelta(minutes=1))
        desk.do("cases.merge", key=child, parent=NUMBER)
        assert clock_of(desk, child, "contact").state == "stopped"
        desk.do("cases.enter", key=child, state="accepted", owner_role="dispatcher")
        desk.do("deadlines.start_each", key=child, budgets={"contact": "24 hours"})
        assert (clock_of(desk, child, "contact").state == "running") is not spoken
