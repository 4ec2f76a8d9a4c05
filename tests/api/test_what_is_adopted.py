"""A suggestion adopted in part may be promised by a day, or done at once."""

from typing import Any

import pytest

from tests.api.conftest import Caller
from tests.api.test_founding_stories import TRAFFIC, staff
from tests.api.test_story import PASSED, Staff

__all__ = ["staff"]
PROMISED = {"partly_due": "2026-03-20", "commitment": "早高峰增开一班"}


@pytest.mark.parametrize(("promised", "followed"), [({}, []), (PROMISED, [("早高峰增开一班", "2026-03-20")])])
def test_what_is_adopted_in_part_is_a_promise_when_a_day_is_given(
    staff: Staff, anonymous: Caller, promised: dict[str, Any], followed: list[tuple[str, str]]
) -> None:
    asked = {"title": "增开一班早班车", "text": "早高峰接驳太挤，希望全天加密", "place": {"street": "坪山街道"}}
    made = anonymous.post("/citizen/cases", {**asked, "kind": "suggestion", "contact": {"anonymous": True}}).json
    number = made["number"]
    staff.complete("intake", "accept", number, {"decision": "accept"})
    sent = {"matter": "130801", "urgency": "ordinary", "lead_unit": staff.units[TRAFFIC], "reason": "按其现场能力"}
    staff.complete("dispatcher", "dispatch", number, sent)
    staff.complete("handler", "sign", number, {"decision": "sign"}, TRAFFIC)
    said = {"decision": "partly", "reason": "平峰客流不足", "public_reply": "部分采纳：早高峰增开，平峰不增。"}
    staff.complete("handler", "evaluate", number, {**said, **promised}, TRAFFIC)
    staff.complete("reviewer", "review_closure", number, PASSED)
    tracked = anonymous.get(f"/citizen/cases/{number}", headers={"X-Tracking-Code": made["tracking_code"]}).json
    assert [(one["text"], one["due"]) for one in tracked["commitments"]] == followed
