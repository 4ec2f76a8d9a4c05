"""Who looks after processes sees where an instance stands and its codes, not what people wrote about a case."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from engine.actor import SYSTEM
from engine.application import Application
from engine.persistence.instances import instances
from engine.persistence.unit_of_work import Reading
from engine.ticker.poll import settle
from tests.api.conftest import Caller
from tests.api.requests import NOISE
from tests.api.test_no_identity_anywhere import complete

As = Callable[[str], Caller]
WHY = "与张建国家楼下的噪声同一件"


class InstancesUnder:
    """Ids of the instances whose key ends so."""

    def __init__(self, key: str) -> None:
        self.key = key

    def answer(self, reading: Reading) -> list[str]:
        query = select(instances.c.id).where(instances.c.business_key.endswith(self.key))
        return list(reading.connection.execute(query).scalars())


def facts(who: Caller, instance: str) -> dict[str, Any]:
    seen = who.get(f"/instances/{instance}")
    assert seen.status_code == 200, seen.json
    return dict(seen.json["facts"])


@pytest.fixture
def case(district: Application, anonymous: Caller) -> str:
    return str(anonymous.post("/citizen/cases", NOISE).json["number"])


def test_a_designer_reads_the_codes_of_a_case_and_not_the_words(
    district: Application, anonymous: Caller, as_: As, case: str
) -> None:
    other = str(anonymous.post("/citizen/cases", NOISE).json["number"])
    merged = as_("dispatcher").post(f"/cases/{case}/merge", {"parent": other, "reason": WHY})
    assert merged.status_code == 200, merged.json
    settle(district)
    (instance,) = district.ask(InstancesUnder(case), SYSTEM)
    assert facts(as_("coordinator"), instance)["merge_into"] == {"parent": other, "reason": WHY}
    seen = facts(as_("designer"), instance)
    assert seen["merge_into"] == {"parent": other, "reason": "××"} and seen["kind"] == "complaint"
    assert WHY not in as_("designer").get(f"/instances/{instance}").text


def test_what_a_watch_knows_is_for_those_who_may_see_hand_offs(district: Application, as_: As, case: str) -> None:
    settle(district)
    complete(district, as_("intake"), "accept", {"decision": "accept"})
    sent = {"matter": "130801", "urgency": "ordinary", "lead_unit": "B001"}
    complete(district, as_("dispatcher"), "dispatch", sent)
    (watch,) = district.ask(InstancesUnder("/watch"), SYSTEM)
    assert facts(as_("coordinator"), watch) != {}
    for role in ("admin", "designer", "shift_leader"):
        assert facts(as_(role), watch) == {}
