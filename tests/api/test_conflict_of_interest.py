"""A request that complains of the unit it would be sent to, over HTTP: shown as it stands, refused, allowed by a second
person."""

from collections.abc import Callable
from typing import Any

from engine.application import Application
from engine.ticker.poll import settle
from tests.api.conftest import Caller
from tests.api.requests import NOISE

DISPATCHED = {"matter": "130801", "urgency": "ordinary", "lead_unit": "B001"}


def open_task(caller: Caller, case: str) -> dict[str, Any]:
    (found,) = [one for one in caller.get("/tasks?view=offered").json["items"] if one["case"] == case]
    return dict(caller.get(f"/tasks/{found['id']}").json)


def complete(caller: Caller, task: dict[str, Any], data: dict[str, Any]) -> Any:
    return caller.post(f"/tasks/{task['id']}/complete", {"revision": task["revision"], "data": data})


def test_a_unit_named_after_the_proposal_is_shown_and_refused_until_a_second_person_allows_it(
    district: Application, anonymous: Caller, as_: Callable[[str], Caller]
) -> None:
    case = anonymous.post("/citizen/cases", {**NOISE, "title": "工业红线内噪声"}).json["number"]
    settle(district)
    complete(as_("intake"), open_task(as_("intake"), case), {"decision": "accept"})
    settle(district)
    dispatcher, shift_leader = as_("dispatcher"), as_("shift_leader")
    task = open_task(dispatcher, case)
    assert (task["data"]["proposed_lead_unit"], task["data"]["proposed_conflict"]) == ("B001", None)
    named = dispatcher.post(f"/cases/{case}/accused-units", {"unit": "B001", "reason": "投诉该局不作为"})
    assert named.status_code == 201, named.json
    assert open_task(dispatcher, case)["data"]["proposed_conflict"] == "accused", "as it stands, not as it was proposed"
    units = dispatcher.get(f"/cases/{case}/suggestions").json["units"]
    assert [one["unit"] for one in units if one["barred"]] == ["B001"]
    refused = complete(dispatcher, task, DISPATCHED)
    assert refused.status_code == 409 and "complains of 环境保护和水务局" in refused.json["detail"]
    permission = f"/cases/{case}/accused-units/B001/permission"
    assert dispatcher.post(permission, {"reason": "别无执法单位"}).status_code == 403
    assert shift_leader.post(permission, {"reason": "别无执法单位"}).status_code == 201
    assert complete(dispatcher, task, DISPATCHED).status_code == 422, "no reason"
    done = complete(dispatcher, task, {**DISPATCHED, "reason": "红线内噪声只有该局有执法权"})
    assert done.status_code == 200, done.json
    assert shift_leader.get(f"/cases/{case}").json["lead_unit"] == "B001"
