"""A refusal says whom it means: people know units and matters by name, programs by code."""

from collections.abc import Callable

from engine.actor import SYSTEM
from engine.application import Application
from engine.ticker.poll import settle
from tests.api.conftest import PASSWORD, Caller, OpenAccount
from tests.api.requests import NOISE
from tests.api.test_proposals import complete

As = Callable[[str], Caller]
BUREAU, TRANSPORT = "环境保护和水务局 (B001)", "坪山交通运输局 (B004)"


def dispatched(district: Application, anonymous: Caller, as_: As) -> str:
    """The number of a case that the bureau has."""
    number: str = anonymous.post("/citizen/cases", NOISE).json["number"]
    settle(district)
    complete(district, as_("intake"), number, {"decision": "accept"})
    complete(district, as_("dispatcher"), number, {"matter": "130801", "urgency": "ordinary", "lead_unit": "B001"})
    return number


def test_a_task_of_another_unit_is_refused_with_both_units_by_name(
    district: Application, anonymous: Caller, as_: As
) -> None:
    dispatched(district, anonymous, as_)
    (task,) = as_("handler_b001").get("/tasks?view=offered").json["items"]
    district.execute(OpenAccount("both", "both", roles=("handler", "shift_leader"), unit="B004"), SYSTEM)
    token = anonymous.post("/sessions", {"username": "both", "password": PASSWORD}).json["token"]
    refused = Caller(anonymous.client, {"Authorization": f"Bearer {token}"}).post(f"/tasks/{task['id']}/claim", {})
    assert refused.status_code == 403
    assert BUREAU in refused.json["detail"] and TRANSPORT in refused.json["detail"]


def test_the_unit_that_has_no_part_and_the_matter_that_is_as_it_was_are_named(
    district: Application, anonymous: Caller, as_: As
) -> None:
    number = dispatched(district, anonymous, as_)
    coordinator = as_("coordinator")
    joint = coordinator.post("/joint-handlings", {"cases": [number], "reason": "多单位"}).json["number"]
    settle(district)
    refused = coordinator.post(f"/joint-handlings/{joint}/units/B004/release", {"reason": "不必"})
    assert refused.status_code == 404 and TRANSPORT in refused.json["detail"]
    same = as_("admin").post("/responsibility-list", {"code": "130801", "reason": "更正", "cells": {}})
    assert same.status_code == 409 and "130801 工业红线内噪声" in same.json["detail"]
