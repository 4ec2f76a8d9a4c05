"""A whole case of a citizen with a marked name and telephone, said again in every text somebody types: they stand
nowhere but sealed in their own tables, and nobody reads them whose step does not need them."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import LargeBinary, select
from structlog.testing import capture_logs

from engine.actor import CLOCK
from engine.application import Application
from engine.commands.checkpoint_journal import CheckpointJournal
from engine.persistence.tables import metadata
from engine.queries.notices_sent import NoticesSent
from engine.ticker.poll import settle
from tests.api.conftest import Caller
from tests.api.requests import NOISE
from tests.api.test_attachments_by_content import png
from tests.api.test_who_may_read import MAY
from tests.conftest import RecordingPost

NAME, PHONE = "欧阳标记甲", "13912345678"
PASSED = {"decision": "pass", "evidence_checked": ["answers_request", "outcome_honest", "site_photos", "contacted"]}
MARKS = (NAME, PHONE)
SAID = f"{NAME} {PHONE[:3]}-{PHONE[3:7]} {PHONE[7:]}，也可打{PHONE}。"
ASKED = {"title": f"{SAID}噪声", "text": f"{SAID}工厂夜间噪声", "place": {**NOISE["place"], "address": f"{SAID}楼下"}}
WHO = {"name": NAME, "phone": PHONE}
OTHERS = ("leader_b001", "dispatcher", "shift_leader", "reviewer", "coordinator")
As = Callable[[str], Caller]


def complete(application: Application, caller: Caller, element: str, data: dict[str, Any]) -> None:
    items = caller.get("/tasks?view=offered&limit=200").json["items"]
    (task,) = (one for one in items if one["element"] == element)
    answer = caller.post(
        f"/tasks/{task['id']}/complete", {"revision": task["revision"], "data": data}, key=f"{element}-1"
    )
    assert answer.status_code == 200, answer.json
    settle(application)


def whole_case(application: Application, anonymous: Caller, as_: As, hidden: bool) -> str:
    """From the first word to the rating, with a look at who asked on the way; answers the number."""
    made = anonymous.post(
        "/citizen/cases", {**NOISE, **ASKED, "contact": {**WHO, "anonymous": hidden}}, key="submit-1"
    ).json
    number, code = made["number"], {"X-Tracking-Code": made["tracking_code"]}
    sent = {"file": (BytesIO(png()), f"{NAME}{PHONE}.png")}
    kept = anonymous.post(f"/citizen/cases/{number}/attachments", headers=code, data=sent)
    assert (kept.status_code, kept.json["name"]) == (201, "××××.png")
    settle(application)
    complete(application, as_("intake"), "accept", {"decision": "accept"})
    dispatch = {"matter": "130801", "urgency": "ordinary", "lead_unit": "B001"}
    complete(application, as_("dispatcher"), "dispatch", dispatch)
    assert (
        as_("dispatcher").post(f"/cases/{number}/identity-requests", {"reason": f"{SAID}核实地址"}).status_code == 201
    )
    settle(application)
    complete(application, as_("shift_leader"), "approve_identity", {"decision": "grant"})
    seen = as_("dispatcher").post(f"/cases/{number}/identity-views", key="look-1").json
    assert (seen["name"], seen["phone"]) == MARKS
    complete(application, as_("handler_b001"), "sign", {"decision": "sign"})
    for act, body in (("supplements", {"text": f"{SAID}补充"}), ("urges", {"reason": f"{SAID}等了很久"})):
        assert anonymous.post(f"/citizen/cases/{number}/{act}", body, headers=code).status_code == 200
    goal = {"name": f"{PHONE}专项", "goal": f"让{PHONE}满意", "lead_unit": "B001", "matters": ["130801"]}
    days = {"begins_on": "2026-03-01", "ends_on": "2026-04-01"}
    assert as_("coordinator").post("/campaigns", {**goal, **days}).status_code == 201
    settle(application)
    _reads_what_its_step_needs(number, as_, named=not hidden)
    replied = {"outcome": "resolved", "actions": f"{SAID}现场检查", "public_reply": f"{NAME}您好，已查处并督促整改。"}
    done = {"file": (BytesIO(png()), f"{NAME}.png")}
    assert as_("handler_b001").post(f"/cases/{number}/attachments", data=done).status_code == 201
    complete(application, as_("handler_b001"), "handle", replied)
    complete(application, as_("reviewer"), "review_closure", PASSED)
    rating = {"speed": 5, "effect": 4, "attitude": 5, "solved": True, "comment": f"我{SAID}满意"}
    assert anonymous.post(f"/citizen/cases/{number}/rating", rating, headers=code).status_code == 200
    settle(application)
    own = anonymous.get(f"/citizen/cases/{number}", headers=code).json
    assert (own["state"], own["text"], own["place"]["address"]) == ("closed", ASKED["text"], f"{SAID}楼下")
    assert f"{SAID}补充" in [one["text"] for one in own["added"]], "the citizen reads the words as they were typed"
    return number


def _reads_what_its_step_needs(number: str, as_: As, *, named: bool) -> None:
    """While it is handled the handler calls the citizen, the leader of the unit knows the name, everybody else neither;
    and no search finds by what is hidden."""
    read = {who: as_(who).get(f"/cases/{number}").get_data(as_text=True) for who in (*OTHERS, "handler_b001")}
    assert [PHONE in read["handler_b001"], NAME in read["handler_b001"]] == [named, named]
    assert [PHONE in read["leader_b001"], NAME in read["leader_b001"]] == [False, named]
    assert [who for who in OTHERS[1:] for mark in MARKS if mark in read[who]] == []
    for who in (*OTHERS, "handler_b001", "intake"):
        for asked in (*MARKS, NAME[:2], PHONE[:7]):
            assert as_(who).get(f"/cases?q={asked}").json["items"] == [], "a search is no way to learn who asked"
        assert [one["number"] for one in as_(who).get("/cases?q=夜间噪声").json["items"]] == [number]


@pytest.mark.parametrize("hidden", [False, True], ids=["named", "anonymous"])
def test_name_and_telephone_stand_nowhere(
    district: Application,
    anonymous: Caller,
    as_: As,
    post: RecordingPost,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    hidden: bool,
) -> None:
    with capture_logs() as logs:
        number = whole_case(district, anonymous, as_, hidden)
        district.execute(CheckpointJournal(), CLOCK)
    told = capfd.readouterr()
    paths = [path.replace("<number>", number) for path in MAY if path.count("<") == path.count("/cases/<number>")]
    answers = [unpacked(as_(who).get(path).get_data()) for who in (*OTHERS, "handler_b001") for path in paths]
    assert len(answers) > 150, "every address there is but those of one task, version or file"
    notices = str(district.ask(NoticesSent(), CLOCK))
    for mark in MARKS:
        assert mark not in str(logs) + told.out + told.err
        assert mark not in str(post.delivered) + notices
        assert [one for one in answers if mark in one] == []
        assert [table for table, text in tables(district) if mark in text] == []
        assert [path for path in tmp_path.rglob("*") if mark in path.name] == []
        files = [path for path in tmp_path.rglob("*") if path.is_file() and mark.encode() in path.read_bytes()]
        assert files == [], "not even in the database's own file, parties included"


def tables(application: Application) -> list[tuple[str, str]]:
    """Every table with everything in it, as text; what is packed is unpacked."""
    found = []
    with application.database.reading() as connection:
        for table in metadata.sorted_tables:
            rows = connection.execute(select(table)).all()
            binary = [place for place, column in enumerate(table.columns) if isinstance(column.type, LargeBinary)]
            packed = [unpacked(bytes(row[place])) for row in rows for place in binary if row[place] is not None]
            found.append((table.name, str([tuple(row) for row in rows]) + str(packed)))
    return found


def unpacked(content: bytes) -> str:
    """Bytes as text, also when they are compressed."""
    import zlib

    for wbits in (zlib.MAX_WBITS, -zlib.MAX_WBITS, zlib.MAX_WBITS | 16):
        try:
            content = zlib.decompress(content, wbits)
            break
        except zlib.error:
            continue
    return content.decode("utf-8", "replace") + repr(content)
