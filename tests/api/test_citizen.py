"""Citizens without an account: what the code opens, and what it does not."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

import api
from api.limits import Limits
from engine.allowance import Allowance
from engine.application import Application
from engine.persistence.tables import metadata
from engine.ticker.poll import settle
from tests.api.conftest import Caller
from tests.api.requests import NOISE
from tests.api.test_attachments_by_content import exif, jpeg, segment

As = Callable[[str], Caller]


class Case:
    """A case as its citizen holds it: number and code."""

    def __init__(self, caller: Caller, **changes: Any) -> None:
        made = caller.post("/citizen/cases", {**NOISE, **changes})
        assert made.status_code == 201, made.json
        self.number, self.code = made.json["number"], made.json["tracking_code"]
        self.path = f"/citizen/cases/{self.number}"
        self.mine = {"X-Tracking-Code": self.code}


@pytest.fixture
def case(district: Application, anonymous: Caller) -> Case:
    return Case(anonymous)


def test_number_and_code_open_the_case(case: Case, anonymous: Caller) -> None:
    seen = anonymous.get(case.path, headers=case.mine)
    assert seen.status_code == 200
    assert (seen.json["number"], seen.json["state"], seen.json["owner_role"]) == (case.number, "registered", "intake")
    assert seen.json["next_deadline"]["due"]
    assert seen.json["may"] == {"rate": False, "supplement": True, "withdraw": True}
    assert len(case.code) >= 16


def test_a_wrong_code_and_an_unknown_number_are_the_same_404(case: Case, anonymous: Caller) -> None:
    wrong = [
        anonymous.get(case.path, headers={"X-Tracking-Code": "2" * 17}),
        anonymous.get("/citizen/cases/PS260302-ZZZZZ", headers=case.mine),
        anonymous.get("/citizen/cases/PS260302-ZZZZZ", headers={"X-Tracking-Code": "x" * 5000}),
    ]
    assert [one.status_code for one in wrong] == [404] * 3
    assert len({one.json["detail"] for one in wrong}) == 1


def test_without_a_code_it_is_a_401_wherever_it_was_put(case: Case, anonymous: Caller, as_: As) -> None:
    for path in (case.path, f"{case.path}?X-Tracking-Code={case.code}"):
        refused = anonymous.get(path)
        assert (refused.status_code, refused.headers["WWW-Authenticate"]) == (401, 'TrackingCode realm="suqiu"')
    assert as_("admin").get(case.path).status_code == 401


def test_the_code_of_one_case_opens_no_other(case: Case, anonymous: Caller) -> None:
    other = Case(anonymous)
    body = {"speed": 1, "effect": 1, "attitude": 1, "solved": False}
    for path, sent in (("rating", body), ("supplements", {"text": "x"}), ("withdrawal", {"reason": "x"})):
        assert anonymous.post(f"{other.path}/{path}", sent, headers=case.mine).status_code == 404
    assert anonymous.get(f"{other.path}/attachments", headers=case.mine).status_code == 404


def test_guessing_codes_is_slowed_and_knowing_one_is_not(district: Application) -> None:
    app = api.create_app(district, Limits(wrong_codes=Allowance(3)))
    caller = Caller(app.test_client())
    case = Case(caller)
    assert [caller.get(case.path, headers=case.mine).status_code for _ in range(9)] == [200] * 9
    guesses = [caller.get(case.path, headers={"X-Tracking-Code": f"{n}" * 17}).status_code for n in range(2, 7)]
    assert guesses == [404, 404, 404, 429, 429]


def test_floods_of_submissions_are_slowed(district: Application) -> None:
    caller = Caller(api.create_app(district, Limits(submissions=Allowance(2))).test_client())
    statuses = [caller.post("/citizen/cases", NOISE).status_code for _ in range(3)]
    assert statuses == [201, 201, 429]


FAULTS: tuple[tuple[dict[str, Any], str], ...] = (
    ({"kind": "praise"}, "kind"),
    ({"title": ""}, "title"),
    ({"text": None}, "text"),
    ({"place": {"street": "坪山街道", "longitude": 200}}, "place.longitude"),
    ({"place": {"street": "坪山街道", "longitude": 114.3}}, "place.latitude"),
    ({"place": {}}, "place.street"),
    ({"contact": {"phone": "call me"}}, "contact.phone"),
    ({"contact": {"name": "a", "id_number": "44"}}, "contact.id_number"),
    ({"state": "closed"}, "state"),
    ({"channel": "hotline"}, "channel"),
)


def test_a_fault_in_a_request_is_named_and_nothing_is_registered(
    district: Application, anonymous: Caller, as_: As
) -> None:
    for change, field in FAULTS:
        refused = anonymous.post("/citizen/cases", {**NOISE, **change})
        assert (refused.status_code, list(refused.json["fields"])) == (422, [field])
    assert as_("intake").get("/cases").json["items"] == []


def test_a_street_of_elsewhere_is_refused_with_a_sentence(district: Application, anonymous: Caller) -> None:
    refused = anonymous.post("/citizen/cases", {**NOISE, "place": {"street": "长安街"}})
    assert refused.status_code == 422 and "长安街" in refused.json["detail"]


def test_an_answer_lost_is_given_again_and_the_code_lies_nowhere_in_clear(
    district: Application, anonymous: Caller, as_: As
) -> None:
    answers = [anonymous.post("/citizen/cases", NOISE, key="8d3c") for _ in range(2)]
    assert [one.status_code for one in answers] == [201, 201]
    assert answers[0].json == answers[1].json
    assert len(as_("intake").get("/cases").json["items"]) == 1
    assert anonymous.post("/citizen/cases", {**NOISE, "title": "别的"}, key="8d3c").status_code == 409
    everything = whole(district)
    assert answers[0].json["number"] in everything
    for secret in (answers[0].json["tracking_code"], "王小明", "13800138000"):
        assert secret not in everything


def whole(application: Application) -> str:
    """Every row of every table, as text."""
    with application.database.reading() as connection:
        return "\n".join(
            str(row) for table in metadata.sorted_tables for row in connection.execute(select(table)).all()
        )


def test_a_supplement_and_a_withdrawal_reach_the_diagram(case: Case, anonymous: Caller, district: Application) -> None:
    added = anonymous.post(f"{case.path}/supplements", {"text": "昨晚又响了"}, headers=case.mine)
    assert (added.status_code, added.json) == (200, {"number": case.number})
    assert anonymous.post(f"{case.path}/withdrawal", {"reason": "已私下解决"}, headers=case.mine).status_code == 200
    settle(district)
    assert anonymous.get(case.path, headers=case.mine).json["state"] == "withdrawn"
    again = anonymous.post(f"{case.path}/withdrawal", {"reason": "x"}, headers=case.mine)
    assert (again.status_code, again.json["type"]) == (409, "urn:suqiu:refusal:not-now")


def test_rating_what_has_no_reply_is_refused(case: Case, anonymous: Caller) -> None:
    body = {"speed": 5, "effect": 5, "attitude": 5, "solved": True}
    assert anonymous.post(f"{case.path}/rating", body, headers=case.mine).status_code == 409
    refused = anonymous.post(f"{case.path}/rating", {**body, "speed": 6}, headers=case.mine)
    assert list(refused.json["fields"]) == ["speed"]
    for neither in ("yes", "true", 1):
        refused = anonymous.post(f"{case.path}/rating", {**body, "solved": neither}, headers=case.mine)
        assert (refused.status_code, list(refused.json["fields"])) == (422, ["solved"])


def test_what_staff_add_to_a_case_is_not_the_citizens_to_see(case: Case, anonymous: Caller, as_: As) -> None:
    """Evidence, and what units send each other, stood by name on the tracking page, and was given out."""
    intake = as_("intake")
    sent = {"file": (io.BytesIO(jpeg()), "内部勘查.jpg")}
    kept = intake.post(f"/cases/{case.number}/attachments", data=sent)
    assert kept.status_code == 201, kept.json
    assert [one["name"] for one in intake.get(f"/cases/{case.number}/attachments").json["items"]] == ["内部勘查.jpg"]
    assert anonymous.get(f"{case.path}/attachments", headers=case.mine).json["items"] == []
    file = anonymous.get(f"{case.path}/attachments/{kept.json['id']}", headers=case.mine)
    assert file.status_code == 404


def test_a_photograph_is_kept_without_its_place_and_given_back_to_be_saved(case: Case, anonymous: Caller) -> None:
    photo = jpeg(segment(0xE1, exif(1, b"GPS 22.69N")))
    sent = {"file": (io.BytesIO(photo), "../<b>门口.png")}
    kept = anonymous.post(f"{case.path}/attachments", headers=case.mine, data=sent)
    assert (kept.status_code, kept.json["media_type"], kept.json["name"]) == (201, "image/jpeg", "b门口.jpg")
    (listed,) = anonymous.get(f"{case.path}/attachments", headers=case.mine).json["items"]
    file = anonymous.get(f"{case.path}/attachments/{listed['id']}", headers=case.mine)
    assert file.status_code == 200 and b"GPS" not in file.data and file.data.startswith(b"\xff\xd8")
    assert file.headers["Content-Disposition"].startswith("attachment;")
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in file.headers["Content-Security-Policy"]
    other = Case(anonymous)
    stolen = anonymous.get(f"{other.path}/attachments/{listed['id']}", headers=other.mine)
    assert stolen.status_code == 404


def test_a_script_called_photo_is_refused(case: Case, anonymous: Caller) -> None:
    sent = {"file": (io.BytesIO(b"<svg onload='alert(1)'/>"), "photo.jpg")}
    refused = anonymous.post(f"{case.path}/attachments", headers=case.mine, data=sent)
    assert refused.status_code == 422 and "by content" in refused.json["detail"]
