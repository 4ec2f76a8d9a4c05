"""Free text of a citizen may name anyone: who asked is left out of it, and what it says stands in one column only."""

from collections import Counter
from typing import Any

import pytest
from sqlalchemy import select

from engine.commands.attach_file import AttachFile
from engine.commands.rate_reply import RateReply
from engine.commands.supplement_request import SupplementRequest
from engine.commands.urge import Urge
from engine.commands.withdraw_request import WithdrawRequest
from engine.persistence.tables import metadata
from engine.queries.case_file import CaseFile
from engine.queries.tracking import Tracking
from tests.operations.desk import RITA
from tests.operations.test_acts_on_running_cases import ANNA, CITIZEN, INTAKE, PLACE, Hall, hall, ready

__all__ = ["hall", "ready"]
WORDS = {
    "title": "张建国家旁的噪声",
    "text": "张建国每晚施工",
    "address": "张建国家楼下",
    "supplement": "张建国昨晚又施工",
    "answer": "在张建国家门口",
    "urge": "张建国还在施工",
    "withdrawal": "张建国已停工",
    "comment": "张建国态度很好",
}


def kept(hall: Hall) -> Counter[str]:
    """How often the name stands in each column of the database: "table.column" → rows."""
    found: Counter[str] = Counter()
    with hall.application.database.reading() as connection:
        for table in metadata.sorted_tables:
            for row in connection.execute(select(table)).mappings():
                found.update(f"{table.name}.{name}" for name, content in row.items() if "张建国" in _read(content))
    return found


def _read(content: Any) -> str:
    return content.decode("utf-8", "ignore") if isinstance(content, bytes) else str(content)


def test_what_a_citizen_writes_stands_in_its_own_table_only(hall: Hall, capfd: pytest.CaptureFixture[str]) -> None:
    place = {**PLACE, "address": WORDS["address"]}
    contact = {"name": "张建国", "phone": "13800138000"}
    made = hall.submit(title=WORDS["title"], text=WORDS["text"], place=place, contact=contact)
    number, code = made["number"], made["tracking_code"]
    hall.do(number, "intake", INTAKE, decision="ask_citizen", question="具体在哪里？")
    hall.act(SupplementRequest(number, WORDS["answer"], code), CITIZEN)
    hall.act(SupplementRequest(number, WORDS["supplement"], code), CITIZEN)
    hall.act(Urge(number, WORDS["urge"], code), CITIZEN)
    hall.act(WithdrawRequest(number, WORDS["withdrawal"], code), CITIZEN)
    assert hall.ask(CaseFile(number))["state"] == "withdrawn"
    assert kept(hall) == {}, "who asked stands in no words either; what was typed is sealed"
    assert "张建国" not in "".join(capfd.readouterr())
    told = {step["kind"]: step["text"] for step in hall.ask(CaseFile(number))["timeline"]}
    assert (told["withdraw"], told["supplement"]) == ("××已停工", "××昨晚又施工")
    own = hall.application.ask(Tracking(number, code), CITIZEN)
    assert (own["text"], own["place"]["address"]) == (WORDS["text"], WORDS["address"])
    assert {one["text"] for one in own["added"]} == {
        WORDS[name] for name in ("answer", "supplement", "urge", "withdrawal")
    }


def test_a_comment_on_a_reply_stands_with_the_rating_only(hall: Hall) -> None:
    made = hall.signed()
    number, code = made["number"], made["tracking_code"]
    hall.act(AttachFile(number, None, "整改后.pdf", b"%PDF-1.4\n%%EOF\n"), ANNA)
    hall.do(number, "handler", ANNA, outcome="resolved", actions="现场检查", public_reply="已经整改")
    seen = ["answers_request", "outcome_honest", "site_photos", "contacted"]
    hall.do(number, "reviewer", RITA, decision="pass", evidence_checked=seen)
    hall.act(RateReply(number, 5, 5, 5, True, WORDS["comment"], code), CITIZEN)
    assert kept(hall) == {"ratings.comment": 1}
