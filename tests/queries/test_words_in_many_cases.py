"""Looking for words: however many cases have them, the newest come first, page by page, and only those one may see."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from engine.actor import Actor
from engine.application import Application
from engine.persistence.case_texts import CaseTexts
from engine.persistence.cases import cases, involvements
from engine.queries.case_list import FREQUENT, CaseList
from tests.conftest import MONDAY

HALL = Actor("hall", "Hall", frozenset({"intake"}))
MINE = Actor("anna", "Anna", frozenset({"handler"}), "U1")
MANY = FREQUENT + 10


def case_row(number: int) -> dict[str, Any]:
    unit = "U1" if number % 1_000 == 0 else "U2"
    return dict.fromkeys(column.name for column in cases.columns) | {
        "number": f"N{number:05}", "kind": "complaint", "title": "夜间噪声" if number % 2_500 else "路灯不亮，噪声也大",
        "text": "请处理", "street": "坪山街道", "channel": "web", "urgency": "ordinary", "state": "closed",
        "owner_role": "handler", "owner_unit": unit, "lead_unit": unit, "cooperating_units": [], "ruled": False,
        "suspended": False, "redos": 0, "handled_by": [], "registered_at": MONDAY + timedelta(minutes=number),
        "restart_clock": False,
    }  # fmt: skip


@pytest.fixture
def crowd(application: Application) -> Application:
    made = [case_row(number) for number in range(MANY)]
    seen = [
        {"unit": one["lead_unit"], "case_number": one["number"], "registered_at": one["registered_at"]} for one in made
    ]
    with application.database.writing() as connection:
        connection.execute(insert(cases), made)
        connection.execute(insert(involvements), seen)
        texts = CaseTexts(connection)
        for one in made:
            texts.add(one["number"], one["title"], one["text"])
        connection.commit()
    return application


def numbers(application: Application, asked: CaseList, by: Actor = HALL) -> tuple[list[str], str | None]:
    answer = application.ask(asked, by)
    return [one["number"] for one in answer["items"]], answer["next"]


def test_what_nearly_all_say_is_listed_newest_first_and_what_few_say_is_found(crowd: Application) -> None:
    first, following = numbers(crowd, CaseList(q="噪声", limit=200))
    assert first == [f"N{number:05}" for number in range(MANY - 1, MANY - 201, -1)]
    assert numbers(crowd, CaseList(q="噪声", limit=3, cursor=following))[0] == [
        f"N{MANY - 201 - n:05}" for n in range(3)
    ]
    mine = numbers(crowd, CaseList(q="噪声"), MINE)[0]
    assert mine == [f"N{number:05}" for number in range(5_000, -1, -1_000)]
    assert numbers(crowd, CaseList(q="噪声", unit="U1"))[0] == mine
    assert numbers(crowd, CaseList(q="噪声", unit="U2"), MINE)[0] == []
    # what few say is found though its pairs stand in many
    assert numbers(crowd, CaseList(q="路灯"))[0] == ["N05000", "N02500", "N00000"]
    assert numbers(crowd, CaseList(q="噪声 路灯"), MINE)[0] == ["N05000", "N00000"]
    assert numbers(crowd, CaseList(q="n05"))[0][-1] == "N05000"
