"""Two merges that cross, asked at the same moment: one is done, the other refused at once, nothing is left over."""

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from engine.actor import SYSTEM, Actor
from engine.application import Application
from engine.commands.merge_cases import MergeCases
from engine.errors import NotNow
from engine.persistence.incidents import incidents
from engine.persistence.outbox import outbox
from engine.persistence.unit_of_work import Reading
from engine.queries.case_file import CaseFile
from engine.ticker.poll import settle
from tests.api.conftest import Caller
from tests.api.requests import NOISE

DISPATCHER = Actor("dispatcher", "分拨员", frozenset({"dispatcher"}))


class Undone:
    """Messages that are not delivered, and incidents."""

    def answer(self, reading: Reading) -> list[object]:
        waiting = select(outbox.c.payload).where(outbox.c.status == "waiting", outbox.c.kind == "message")
        opened = select(incidents.c.cause)
        return [*reading.connection.execute(waiting).scalars(), *reading.connection.execute(opened).scalars()]


def merged(who: Caller, child: str, parent: str) -> TestResponse:
    return who.post(f"/cases/{child}/merge", {"parent": parent, "reason": "同一噪声"})


@pytest.fixture
def three(district: Application, anonymous: Caller) -> list[str]:
    return [str(anonymous.post("/citizen/cases", NOISE).json["number"]) for _ in range(3)]


def test_the_second_of_two_merges_that_cross_is_refused_at_once(
    district: Application, as_: Callable[[str], Caller], three: list[str]
) -> None:
    one, other, third = three
    who = as_("dispatcher")
    assert merged(who, other, one).status_code == 200
    for parent, child, why in (
        (other, one, f"{other} is just being merged into {one}"),
        (other, third, f"Merge into {one}"),
        (third, other, "just being merged"),
        (third, one, "on its way"),
    ):
        refused = merged(who, child, parent)
        assert refused.status_code == 409 and why in refused.json["detail"], refused.json
    settle(district)
    assert [district.ask(CaseFile(number), SYSTEM)["state"] for number in three] == [
        "registered",
        "merged",
        "registered",
    ]
    assert district.ask(Undone(), SYSTEM) == []
    assert merged(who, one, third).status_code == 200
    settle(district)
    assert [district.ask(CaseFile(number), SYSTEM)["merged_into"] for number in three] == [third, third, None]


def test_what_is_merged_as_it_is_accepted_does_not_cross_either(
    district: Application, as_: Callable[[str], Caller], three: list[str]
) -> None:
    one, other, _ = three
    intake = as_("intake")
    assert merged(as_("dispatcher"), other, one).status_code == 200
    offered = intake.get("/tasks?view=offered").json["items"]
    task = next(task for task in offered if task["case"] == one)
    given = {"revision": task["revision"], "data": {"decision": "merge", "parent": other}}
    refused = intake.post(f"/tasks/{task['id']}/complete", given)
    assert refused.status_code == 409 and "just being merged" in refused.json["detail"], refused.json
    settle(district)
    assert district.ask(Undone(), SYSTEM) == []


def test_of_two_that_cross_at_the_very_same_moment_one_is_done(district: Application, three: list[str]) -> None:
    one, other, _ = three
    begin, said = threading.Barrier(2), []

    def merge(parent: str, child: str) -> None:
        begin.wait()
        try:
            district.execute(MergeCases(parent, (child,)), DISPATCHER)
            said.append("done")
        except NotNow as refusal:
            said.append(refusal.message)

    both = [threading.Thread(target=merge, args=pair) for pair in ((one, other), (other, one))]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert said.count("done") == 1 and any("just being merged" in one for one in said), said
    settle(district)
    assert sorted(district.ask(CaseFile(number), SYSTEM)["state"] for number in (one, other)) == [
        "merged",
        "registered",
    ]
    assert district.ask(Undone(), SYSTEM) == []
