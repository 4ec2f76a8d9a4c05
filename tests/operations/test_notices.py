"""A notice is a row and an outbox row for each recipient, and says nothing of who asked."""

import pytest

from engine.errors import Unusable
from tests.operations.desk import ANNA, NUMBER, Desk
from tests.operations.test_joint_and_merged import Convened


def test_a_notice_reaches_the_citizen_the_units_or_a_role(desk: Desk) -> None:
    desk.register()
    desk.dispatched()
    for to, template in (
        ("citizen", "accepted"),
        ("lead_unit", "dispatched"),
        ("cooperating_units", "dispatched"),
        ("unit_leader", "warn"),
        ("shift_leader", "dispatch_overdue"),
    ):
        assert desk.do("notices.send", to=to, template=template) == {"notices": 1}
    rows = desk.see(lambda reading: reading.notices.all(about=NUMBER, order=("id",)))
    assert [(row.recipient_kind, row.recipient) for row in rows] == [
        ("citizen", NUMBER),
        ("unit", "B001"),
        ("unit", "S002"),
        ("unit_leader", "B001"),
        ("role", "shift_leader"),
    ]
    waiting = desk.see(lambda reading: reading.outbox.waiting(reading.now, 500))
    sent = [row.payload for row in waiting if row.kind == "notice"]
    assert len(sent) == 5
    assert "环境保护和水务局" in rows[1].text_zh
    assert not any("王芳" in str(row) or "13800138000" in str(row) for row in [*rows, *sent])


def test_who_asked_is_told_though_the_case_is_elsewhere_by_now(desk: Desk) -> None:
    desk.register()
    desk.dispatched()
    desk.application.execute(Convened(), ANNA)  # a coordinator has the case, and plans
    desk.do("notices.send", to="lead_unit", template="extension_refused")
    desk.do("notices.send", to="unit", template="extension_refused", unit="B001")
    told = desk.see(lambda reading: reading.notices.all(about=NUMBER, order=("sent_at", "id")))
    assert [one.recipient for one in told] == ["coordinator", "B001"]
    with pytest.raises(Unusable, match="no unit"):
        desk.do("notices.send", to="citizen", template="extension_refused", unit="B001")


def test_a_question_is_told_as_it_was_asked(desk: Desk) -> None:
    desk.register()
    desk.do("cases.ask_citizen", question="哪一栋楼？")
    desk.do("notices.send", to="citizen", template="question")
    assert "哪一栋楼？" in desk.see(lambda reading: reading.notices.all(about=NUMBER)[0].text_zh)


def test_an_unknown_recipient_or_template_is_refused(desk: Desk) -> None:
    desk.register()
    with pytest.raises(Unusable, match="recipient"):
        desk.do("notices.send", to="everyone", template="accepted")
    with pytest.raises(Unusable, match="template"):
        desk.do("notices.send", to="citizen", template="greetings")
