"""From registration to closing: who owns the case, which clocks run, what is refused."""

from dataclasses import dataclass

import pytest

from engine.actor import Actor
from engine.casework.case import Owner, State
from engine.errors import NotAllowed, NotNow, Unusable
from engine.persistence.unit_of_work import UnitOfWork
from tests.operations.desk import ANNA, NOISE, NUMBER, RITA, Desk


@dataclass(frozen=True)
class Attached:
    """As whoever sends a file adds it."""

    name: str

    def perform(self, work: UnitOfWork) -> None:
        work.attachments.add(NUMBER, self.name, "application/pdf", b"%PDF-1.4 %%EOF")


def test_each_step_names_exactly_one_owner(desk: Desk) -> None:
    desk.register()
    assert desk.case().owner == Owner("intake")
    desk.do("cases.accept")
    assert desk.case().owner == Owner("dispatcher")
    facts = desk.do("cases.classify", matter=NOISE, urgency="urgent", lead_unit="B001")
    assert facts["row_limit"] == "3 working days" and facts["fallback_unit"] == "B005" and facts["list_version"] == 1
    desk.do("cases.dispatch", lead_unit="B001", cooperating_units=["S002", "B001"])
    assert (desk.case().owner, desk.case().cooperating_units) == (Owner("handler", "B001"), ("S002",))
    desk.do("cases.sign")
    assert desk.do("cases.record_reply", outcome="resolved", public_reply="已整改") == {
        "reply_number": 1,
        "outcome": "resolved",
        "handlers": ["anna"],
    }
    assert desk.case().owner == Owner("reviewer")
    with pytest.raises(NotAllowed, match="did not handle"):
        desk.do("cases.review", by=ANNA, decision="pass")
    desk.do("cases.review", by=RITA, decision="pass")
    desk.do("cases.await_rating")
    assert desk.case().owner == Owner("callback_officer")
    rating = {"speed": 5, "effect": 1, "attitude": 4, "solved": False, "comment": None}
    assert desk.do("cases.record_rating", rating=rating) == {"solved": False, "redos": 0}
    assert desk.case().owner == Owner("coordinator")
    assert desk.do("cases.redo") == {"redos": 1}
    assert (desk.case().state, desk.case().owner) == (State.HANDLING, Owner("handler", "B001"))
    desk.do("cases.record_reply", outcome="explained", public_reply="已说明")
    desk.do("cases.review", by=RITA, decision="pass")
    desk.do("cases.await_rating")
    assert desk.do("cases.close") == {"outcome": "explained"}
    assert desk.case().state is State.CLOSED
    with pytest.raises(NotNow, match="closed"):
        desk.do("cases.redo")


def test_a_reply_whose_evidence_is_missing_passes_with_a_reason_or_not_at_all(desk: Desk) -> None:
    desk.register()
    desk.answered()
    asked = {"evidence_needed": ["site_photos", "contacted"], "evidence_seen": ["contacted"]}
    with pytest.raises(Unusable, match="‘site_photos’ is missing"):
        desk.do("cases.review", by=RITA, decision="pass", **asked)
    desk.do("cases.review", by=RITA, decision="pass", missing_because="夜间噪声无法拍照，附检测报告", **asked)
    (entry,) = desk.see(lambda r: [e.details for e in r.journal.of_key(NUMBER) if e.details.get("what") == "review"])
    assert (entry["missing"], entry["reason"]) == (["site_photos"], "夜间噪声无法拍照，附检测报告")


def test_a_tick_is_no_photograph(desk: Desk) -> None:
    desk.register()
    desk.answered()
    asked = {"evidence_needed": ["site_photos"], "evidence_seen": ["site_photos"], "evidence_by_file": ["site_photos"]}
    citizen = Actor("citizen", "诉求人", kind="citizen")
    desk.application.execute(Attached("before.pdf"), citizen)
    with pytest.raises(Unusable, match="a file that shows ‘site_photos’"):
        desk.do("cases.review", by=RITA, decision="pass", **asked)
    desk.application.execute(Attached("after.pdf"), ANNA)
    desk.do("cases.review", by=RITA, decision="pass", **asked)


def test_a_reply_sent_back_is_worked_on_again(desk: Desk) -> None:
    desk.register()
    desk.answered()
    desk.do("cases.review", by=RITA, decision="send_back", reason="没有现场照片")
    assert (desk.case().state, desk.case().owner.unit) == (State.HANDLING, "B001")


def test_a_consult_answered_at_once_goes_back_to_intake(desk: Desk) -> None:
    desk.register(kind="consult")
    desk.do("cases.record_reply", outcome="explained", public_reply="周一至周五")
    desk.do("cases.review", by=RITA, decision="send_back", reason="没答全")
    assert (desk.case().state, desk.case().owner) == (State.REGISTERED, Owner("intake"))


def test_a_request_not_accepted_ends_with_its_reason(desk: Desk) -> None:
    desk.register()
    desk.do("cases.reject", reason="不属本区")
    assert desk.case().has_ended
    assert desk.see(lambda reading: reading.replies.latest(NUMBER).public_reply) == "不属本区"


def test_filed_as_another_kind_it_keeps_its_number_and_its_first_day(desk: Desk) -> None:
    desk.register()
    desk.do("deadlines.start_each", budgets={"citizen": "7 working days", "accept": "2 hours"})
    with pytest.raises(Unusable, match="same"):
        desk.do("cases.refile", kind="complaint")
    desk.do("cases.refile", kind="consult")
    assert desk.thrown() == [("request_refiled_consult", NUMBER)]
    facts = desk.do("deadlines.start", name="citizen", budget="1 working day")
    clock = desk.see(lambda reading: reading.deadlines.current(NUMBER, "citizen"))
    assert clock.deadline.round == 2
    assert clock.deadline.changes[0].at == desk.case().registered_at
    assert facts["citizen_due"] == "2026-03-03T10:00:00+00:00"


def test_nothing_of_the_citizen_is_in_the_journal(desk: Desk) -> None:
    desk.register()
    desk.answered()
    journal = desk.see(lambda reading: str(reading.journal.of_key(NUMBER)))
    assert "王芳" not in journal and "13800138000" not in journal


def test_a_promise_is_tracked_apart_and_replaced_after_a_redo(desk: Desk) -> None:
    desk.register()
    desk.dispatched()
    desk.do("cases.sign")
    facts = desk.do(
        "cases.record_reply",
        outcome="promised",
        public_reply="月底前修好",
        commitment="修好围栏",
        commitment_due="2026-03-31",
    )
    assert (facts["commitment_number"], facts["commitment_due"]) == (1, "2026-03-31T10:00:00+00:00")
    assert desk.do("commitments.record", text="换新围栏", due="2026-04-10")["commitment_number"] == 1
    with pytest.raises(Unusable, match="after today"):
        desk.do("commitments.record", text="x", due="2026-03-01")
    desk.do("commitments.report", key=f"{NUMBER}/commitment", kept=True, text="已换")
    with pytest.raises(NotNow, match="open commitment"):
        desk.do("commitments.report", key=f"{NUMBER}/commitment", kept=True, text="已换")
