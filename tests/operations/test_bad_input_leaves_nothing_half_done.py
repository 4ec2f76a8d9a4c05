"""Bad input is refused with the reason and what to do, and what was there before is there unchanged."""

from typing import Any

import pytest

from engine.errors import FormRejected, NotNow, Refusal, Unusable
from tests.operations.desk import NUMBER, Desk
from tests.operations.test_joint_and_merged import JOINT, a_plan
from tests.operations.test_joint_ends import convened
from tests.operations.test_returns_and_disputes import RETURN
from tests.operations.test_the_list_changes import Keeper

OTHER = "PS260302-BBBBB"


def standing(desk: Desk, *numbers: str) -> Any:
    """The cases, and how much is written about each: a refused act adds to neither."""
    return desk.see(
        lambda reading: [
            (reading.cases.get(one), len(reading.journal.of_key(one)), len(reading.merges.all(child=one)))
            for one in numbers
        ]
    )


def test_a_ruling_for_a_unit_that_does_not_exist_is_refused_and_the_dispute_stays_open(desk: Desk) -> None:
    desk.register()
    desk.dispatched()
    desk.do("cases.record_return", **RETURN)
    desk.do("cases.settle_return", decision="open_dispute", reason="说法不一")
    desk.do("disputes.open")
    before = standing(desk, NUMBER)
    for units in ({"lead_unit": "Z999"}, {"lead_unit": "P001", "cooperating_units": ["Z999"]}):
        with pytest.raises(Unusable, match="Z999"):
            desk.do("disputes.rule", reason="谁出面最有效", make_precedent=True, **units)
    assert standing(desk, NUMBER) == before
    assert desk.see(lambda reading: (reading.rulings.all(case=NUMBER), reading.precedents.all())) == ([], [])
    assert [one.state for one in desk.see(lambda reading: reading.disputes.all(case=NUMBER))] == ["open"]


def test_a_merge_into_itself_or_into_an_ended_case_is_refused(desk: Desk) -> None:
    desk.register()
    desk.register(OTHER)
    desk.do("cases.withdraw", key=OTHER)
    before = standing(desk, NUMBER, OTHER)
    with pytest.raises(Unusable, match=r"two different cases.*Choose the case to merge into"):
        desk.do("cases.merge", parent=NUMBER)
    with pytest.raises(NotNow, match=r"is withdrawn\. Choose an open one"):
        desk.do("cases.merge", parent=OTHER)
    assert standing(desk, NUMBER, OTHER) == before


def test_a_meeting_in_the_past_is_refused_and_nothing_is_planned(desk: Desk) -> None:
    convened(desk)
    before = standing(desk, NUMBER)
    gone_by = {"at": "2026-02-27T09:00", "place": "区指挥中心", "agenda": "噪声"}
    with pytest.raises(Unusable, match="meeting"):
        desk.do("joint.plan", key=JOINT, **{**a_plan("P001", "B001"), "meeting": gone_by})
    assert standing(desk, NUMBER) == before
    assert desk.see(lambda reading: (reading.branches.all(joint=JOINT), reading.deadlines.of(JOINT))) == ([], [])


@pytest.mark.parametrize("cells", [{"牵头单位": ""}, {"牵头单位": "火星管理局"}], ids=["none", "unknown"])
def test_a_matter_without_a_unit_is_refused_with_its_line(desk: Desk, cells: dict[str, str]) -> None:
    keeper = Keeper(desk)
    rows = keeper.table()
    rows[2] |= cells
    with pytest.raises(FormRejected, match="Nothing was stored") as refused:
        keeper.import_rows(rows)
    assert list(refused.value.fields) == ["line 4"]
    assert desk.see(lambda reading: reading.list_versions.newest()) == 1


def test_overlapping_rows_are_refused_with_their_lines(desk: Desk) -> None:
    keeper = Keeper(desk)
    rows = keeper.table()
    rows.append({**rows[0], "编码": "990102"})  # the same matter under a second code, for the same situation
    with pytest.raises(Refusal, match="Nothing was stored") as refused:
        keeper.import_rows(rows)
    assert isinstance(refused.value, FormRejected) and list(refused.value.fields) == [f"line {len(rows) + 1}"]
    assert desk.see(lambda reading: reading.list_versions.newest()) == 1
