"""Suspension, extension, the ladder: ledger, timers, journal and watchers agree."""

from dataclasses import replace
from datetime import timedelta

import pytest

from engine.actor import Actor
from engine.clock import VirtualClock
from engine.commands.record_contact import RecordContact
from engine.errors import NotAllowed, NotNow, Unusable
from engine.queries.case_file import CaseFile
from tests.operations.desk import ANNA, NUMBER, Desk

LADDER = f"{NUMBER}/supervision"
RUNGS = [{"rung": "remind", "left": 0.5}, {"rung": "overdue", "left": 0}, {"rung": "urge", "after": "1 working day"}]


def due(desk: Desk, name: str = "handle") -> str | None:
    clock = desk.see(lambda reading: reading.deadlines.current(NUMBER, name))
    return clock.due_at.isoformat() if clock.due_at else None


def test_a_suspension_rests_every_clock_and_gives_back_what_was_left(desk: Desk, clock: VirtualClock) -> None:
    desk.register()
    desk.do("deadlines.start", name="citizen", budget="7 working days")
    desk.dispatched()
    before = due(desk)
    paused = desk.do("suspensions.pause", until="2026-03-09T09:00:00+08:00", reason="engineering")
    assert paused == {"resume_at": "2026-03-09T01:00:00+00:00"}
    assert due(desk) is None and due(desk, "citizen") is None
    assert ("handle", None) in desk.timers.moved
    with pytest.raises(NotNow, match="suspended"):
        desk.see(lambda reading: reading.refuse_while_suspended(NUMBER))
    with pytest.raises(NotNow, match="suspended"):
        desk.do("cases.sign")
    clock.forward(timedelta(days=7))
    facts = desk.do("suspensions.resume")
    assert facts["handle_due"] == "2026-03-12T10:00:00+00:00" != before
    assert desk.timers.moved[-1][1] is not None
    entries = desk.see(
        lambda reading: [e.details["what"] for e in reading.journal.of_key(NUMBER) if e.kind == "deadline"]
    )
    assert entries.count("pause") == entries.count("resume") == 3


def test_a_reason_outside_the_list_and_a_day_gone_by_are_refused(desk: Desk) -> None:
    desk.register()
    desk.dispatched()
    with pytest.raises(Unusable, match="reason"):
        desk.do("suspensions.pause", until="2026-03-09T09:00:00+08:00", reason="lunch")
    with pytest.raises(Unusable, match="passed"):
        desk.do("suspensions.pause", until="2026-03-01T09:00:00+08:00", reason="court")


def test_the_citizens_clock_never_restarts(desk: Desk, clock: VirtualClock) -> None:
    desk.register()
    desk.do("deadlines.start", name="citizen", budget="7 working days")
    first = due(desk, "citizen")
    clock.forward(timedelta(days=2))
    desk.do("deadlines.start", name="citizen", budget="7 working days")
    assert due(desk, "citizen") == first


def test_the_ladder_takes_each_rung_once_and_hears_of_every_change(desk: Desk) -> None:
    desk.register()
    assert desk.do("supervision.next", key=LADDER, rungs=RUNGS)["rung_due"] is None
    desk.dispatched()
    assert ("deadline_changed", LADDER) in desk.thrown()
    first = desk.do("supervision.next", key=LADDER, rungs=RUNGS)
    assert (first["rung"], first["unit"], first["deadline"]) == ("remind", "B001", "handle")
    assert desk.do("supervision.step", key=LADDER, rung="remind") == {"rung": "remind", "first": True}
    assert desk.do("supervision.step", key=LADDER, rung="remind") == {"rung": "remind", "first": False}
    assert desk.do("supervision.next", key=LADDER, rungs=RUNGS)["rung"] == "overdue"
    desk.do("cases.withdraw")
    assert ("case_closed", LADDER) in desk.thrown()


def test_a_deadline_of_no_known_name_or_budget_is_refused(desk: Desk) -> None:
    desk.register()
    with pytest.raises(Unusable, match="name of a deadline"):
        desk.do("deadlines.start", name="lunch", budget="1 hour")
    with pytest.raises(Unusable, match="time limit"):
        desk.do("deadlines.start", name="accept", budget="a while")


def test_the_first_contact_is_waited_for_until_the_unit_notes_it_or_replies(desk: Desk, clock: VirtualClock) -> None:
    desk.register()
    desk.dispatched()
    desk.do("cases.sign")
    desk.do("deadlines.start_each", budgets={"contact": "24 hours"})
    assert desk.application.ask(CaseFile(NUMBER), ANNA)["may"]["contact"]
    with pytest.raises(NotAllowed, match="another"):
        desk.application.execute(RecordContact(NUMBER, "telephone"), replace(ANNA, unit="S002"))
    with pytest.raises(Unusable, match="way of contact"):
        desk.application.execute(RecordContact(NUMBER, "smoke"), ANNA)
    assert desk.application.execute(RecordContact(NUMBER, "telephone"), ANNA)["in_time"]
    with pytest.raises(NotNow, match="first contact"):
        desk.application.execute(RecordContact(NUMBER, "visit"), ANNA)
    desk.do("deadlines.start_each", budgets={"contact": "24 hours"})
    rounds = desk.see(lambda reading: [one.deadline.name for one in reading.deadlines.of(NUMBER)]).count("contact")
    assert rounds == 1, "spoken to once is enough"


def test_a_first_contact_that_is_late_is_noted_once(desk: Desk, clock: VirtualClock) -> None:
    desk.register()
    desk.dispatched()
    assert desk.do("deadlines.note_overdue", name="contact") == {"overdue": False}, "nobody to call"
    desk.do("deadlines.start_each", budgets={"contact": "24 hours"})
    assert desk.do("deadlines.note_overdue", name="contact") == {"overdue": False}
    clock.forward(timedelta(hours=24))
    assert [desk.do("deadlines.note_overdue", name="contact")["overdue"] for _ in range(2)] == [True, False]
    desk.application.execute(RecordContact(NUMBER, "telephone"), ANNA)
    assert desk.do("deadlines.note_overdue", name="contact") == {"overdue": False}
    noted = desk.see(lambda r: [e.details["rung"] for e in r.journal.of_key(NUMBER) if e.kind == "supervision"])
    assert noted == ["contact_overdue"]


def test_a_contact_after_its_time_is_late(desk: Desk, clock: VirtualClock) -> None:
    desk.register()
    desk.dispatched()
    desk.do("deadlines.start_each", budgets={"contact": "24 hours"})
    clock.forward(timedelta(hours=25))
    assert not desk.application.execute(RecordContact(NUMBER, "telephone"), ANNA)["in_time"]


def test_a_reply_that_comes_back_from_its_review_gains_no_time_and_no_rung_again(
    desk: Desk, clock: VirtualClock
) -> None:
    desk.register()
    desk.dispatched()
    desk.do("cases.sign")
    desk.do("deadlines.start", name="handle", budget="3 working days")
    due = desk.see(lambda reading: reading.deadlines.current(NUMBER, "handle").due_at)
    clock.forward(timedelta(days=2))
    desk.do("supervision.next", key=LADDER, rungs=RUNGS)
    assert desk.do("supervision.step", key=LADDER, rung="remind")["first"]
    desk.do("cases.record_reply", outcome="resolved", public_reply="办了")
    clock.forward(timedelta(days=3))
    desk.do("cases.review", by=Actor("rae", "Rae", frozenset({"reviewer"})), decision="send_back", reason="没有附照片")
    assert desk.do("deadlines.start", name="handle", budget="2 working days") == {"handle_due": due.isoformat()}
    again = desk.see(lambda reading: reading.deadlines.current(NUMBER, "handle"))
    assert (again.state, again.due_at, again.deadline.round) == ("running", due, 2)
    assert desk.do("supervision.next", key=LADDER, rungs=RUNGS)["rung"] == "overdue"
    assert not desk.do("supervision.step", key=LADDER, rung="remind")["first"]
    desk.do("cases.record_reply", outcome="resolved", public_reply="补了照片")
    assert desk.see(lambda reading: reading.deadlines.current(NUMBER, "handle")).kept is False
