"""The list, its count and its pages agree."""

from datetime import timedelta

import pytest

from engine.application import Application
from engine.clock import VirtualClock
from engine.commands.claim_task import ClaimTask
from engine.errors import Unusable
from engine.queries.worklist import Worklist, WorklistCounts
from tests.commands.desk import ANNA, BERT, CARL, DORA, apply_for, deploy, start


@pytest.fixture(autouse=True)
def _many(application: Application, clock: VirtualClock) -> None:
    deploy(application)
    for number in range(7):
        start(application, f"P{number}", unit="U2" if number == 6 else "U1")
        if number > 1:
            apply_for(application, by=BERT if number == 5 else ANNA, key=f"P{number}")
        clock.forward(timedelta(minutes=1))


@pytest.mark.parametrize("view", ["mine", "offered", "unit"])
@pytest.mark.parametrize("by", [ANNA, BERT, CARL, DORA], ids=lambda actor: actor.username)
def test_the_count_is_the_lists_own_and_pages_repeat_nothing(application: Application, view: str, by: object) -> None:
    application.execute(ClaimTask(application.ask(Worklist("offered", limit=1), ANNA)["items"][0]["id"]), ANNA)
    seen: list[str] = []
    cursor = None
    while True:
        answer = application.ask(Worklist(view, limit=2, cursor=cursor), by)  # type: ignore[arg-type]
        seen += [row["id"] for row in answer["items"]]
        cursor = answer["next"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == application.ask(WorklistCounts(), by)[view]  # type: ignore[arg-type]


def test_the_next_due_comes_first_and_what_is_never_due_last(application: Application) -> None:
    assert [row["case"] for row in application.ask(Worklist("offered"), CARL)["items"]] == ["P2", "P3", "P4", "P5"]
    assert [row["case"] for row in application.ask(Worklist("offered"), BERT)["items"]] == [
        "P2",
        "P3",
        "P4",
        "P0",
        "P1",
    ]
    assert [row["case"] for row in application.ask(Worklist("offered"), DORA)["items"]] == ["P6"]


def test_a_word_finds_names_and_keys(application: Application) -> None:
    assert [row["case"] for row in application.ask(Worklist("offered", q="p3"), CARL)["items"]] == ["P3"]
    assert len(application.ask(Worklist("offered", q="审"), CARL)["items"]) == 4
    assert application.ask(Worklist("offered", q="%"), CARL)["items"] == []


def test_rubbish_is_refused_with_a_sentence(application: Application) -> None:
    with pytest.raises(Unusable):
        application.ask(Worklist("everything"), ANNA)
    with pytest.raises(Unusable):
        application.ask(Worklist(cursor="rubbish"), ANNA)
