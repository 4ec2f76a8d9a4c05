"""A whole case of a citizen with a marked name and telephone: they stand nowhere but sealed in their own table."""

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
from tests.conftest import RecordingPost

NAME, PHONE = "欧阳标记甲", "13912345678"
PASSED = {"decision": "pass", "evidence_checked": ["answers_request", "outcome_honest", "site_photos", "contacted"]}
MARKS = (NAME, PHONE)
As = Callable[[str], Caller]


def complete(application: Application, caller: Caller, element: str, data: dict[str, Any]) -> None:
    items = caller.get("/tasks?view=offered&limit=200").json["items"]
    (task,) = (one for one in items if one["element"] == element)
    answer = caller.post(
        f"/tasks/{task['id']}/complete", {"revision": task["revision"], "data": data}, key=f"{element}-1"
    )
    assert answer.status_code == 200, answer.json
    settle(application)


def whole_case(application: Application, anonymous: Caller, as_: As) -> str:
    """From the first word to the rating, with a look at who asked on the way; answers the number."""
    made = anonymous.post("/citizen/cases", {**NOISE, "contact": {"name": NAME, "phone": PHONE}}, key="submit-1").json
    number, code = made["number"], {"X-Tracking-Code": made["tracking_code"]}
    sent = {"file": (BytesIO(png()), f"{NAME}{PHONE}.png")}
    kept = anonymous.post(f"/citizen/cases/{number}/attachments", headers=code, data=sent)
    assert (kept.status_code, kept.json["name"]) == (201, "××××.png")
    settle(application)
    complete(application, as_("intake"), "accept", {"decision": "accept"})
    dispatch = {"matter": "130801", "urgency": "ordinary", "lead_unit": "B001"}
    complete(application, as_("dispatcher"), "dispatch", dispatch)
    assert as_("dispatcher").post(f"/cases/{number}/identity-requests", {"reason": "核实地址"}).status_code == 201
    settle(application)
    complete(application, as_("shift_leader"), "approve_identity", {"decision": "grant"})
    seen = as_("dispatcher").post(f"/cases/{number}/identity-views", key="look-1").json
    assert (seen["name"], seen["phone"]) == MARKS
    complete(application, as_("handler_b001"), "sign", {"decision": "sign"})
    assert as_("handler_b001").get(f"/cases/{number}").json["citizen"]["phone"] == PHONE
    replied = {"outcome": "resolved", "actions": "现场检查", "public_reply": "已查处并督促整改。"}
    done = {"file": (BytesIO(png()), f"{NAME}.png")}
    assert as_("handler_b001").post(f"/cases/{number}/attachments", data=done).status_code == 201
    complete(application, as_("handler_b001"), "handle", replied)
    complete(application, as_("reviewer"), "review_closure", PASSED)
    rating = {"speed": 5, "effect": 4, "attitude": 5, "solved": True, "comment": None}
    assert anonymous.post(f"/citizen/cases/{number}/rating", rating, headers=code).status_code == 200
    settle(application)
    assert anonymous.get(f"/citizen/cases/{number}", headers=code).json["state"] == "closed"
    return number


def test_name_and_telephone_stand_nowhere(
    district: Application,
    anonymous: Caller,
    as_: As,
    post: RecordingPost,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    with capture_logs() as logs:
        number = whole_case(district, anonymous, as_)
        district.execute(CheckpointJournal(), CLOCK)
    told = capfd.readouterr()
    answers = [
        as_("reviewer").get(path).get_data(as_text=True)
        for path in (
            f"/cases/{number}", f"/cases/{number}/journal?limit=200", f"/cases/{number}/diagram", "/cases",
            f"/cases/{number}/deadline", f"/cases/{number}/attachments",
        )
    ]  # fmt: skip
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
