"""Who asked, when it stands in what somebody typed: who reads ×× instead, over HTTP."""

from collections.abc import Callable

from sqlalchemy import update

from engine.application import Application
from engine.persistence.cases import cases
from engine.ticker.poll import settle
from tests.api.conftest import Caller
from tests.api.requests import NOISE
from tests.api.test_no_identity_anywhere import tables
from tests.api.test_proposals import complete
from tests.conftest import RecordingPost

As = Callable[[str], Caller]
NAME, PHONE = NOISE["contact"]["name"], NOISE["contact"]["phone"]
DRAFT = {"title": "工厂夜间噪声", "text": NOISE["text"], "place": {"street": "坪山街道", "community": "坪山社区"}}


def ask(anonymous: Caller, **said: object) -> tuple[str, dict[str, str]]:
    made = anonymous.post("/citizen/cases", {**NOISE, **said}).json
    return made["number"], {"X-Tracking-Code": made["tracking_code"]}


def test_a_name_and_number_typed_in_the_title_reach_no_other_citizen_and_no_list(
    district: Application, anonymous: Caller, as_: As
) -> None:
    number, _ = ask(anonymous, title=f"{NAME}家（138 0013 8000）旁工厂夜间噪声，证 440301199001011234")
    settle(district)
    masked = "××家（××）旁工厂夜间噪声，证 ××"
    assert [one["title"] for one in anonymous.post("/citizen/similar", DRAFT).json["items"]] == [masked]
    intake = as_("intake")
    assert [one["title"] for one in intake.get("/cases").json["items"]] == [masked]
    assert [one["title"] for one in intake.get("/tasks?view=offered").json["items"]] == [masked]
    file = intake.get(f"/cases/{number}").json
    assert (file["title"], file["text"]) == (masked, NOISE["text"])
    assert (file["citizen"]["name"], file["citizen"]["phone"]) == (NAME, PHONE), "intake still knows who asked"


def test_a_title_kept_as_it_was_typed_is_masked_before_a_stranger_reads_it(
    district: Application, anonymous: Caller
) -> None:
    number, _ = ask(anonymous)
    with district.database.writing() as connection:
        typed = f"{NAME}（{PHONE}）工厂夜间噪声"
        connection.execute(update(cases).where(cases.c.number == number).values(title=typed))
        connection.commit()
    assert [one["title"] for one in anonymous.post("/citizen/similar", DRAFT).json["items"]] == ["××（××）工厂夜间噪声"]


SAID = f"{NAME} {PHONE} "


def dispatched(district: Application, anonymous: Caller, as_: As, **said: object) -> tuple[str, dict[str, str]]:
    number, code = ask(anonymous, **said)
    settle(district)
    complete(district, as_("intake"), number, {"decision": "accept"})
    complete(district, as_("dispatcher"), number, {"matter": "130801", "urgency": "ordinary", "lead_unit": "B001"})
    return number, code


def test_reasons_of_staff_are_kept_and_sent_without_who_asked(
    district: Application, anonymous: Caller, as_: As, post: RecordingPost
) -> None:
    number, _ = dispatched(district, anonymous, as_)
    coordinator = as_("coordinator")
    for act, body in (
        ("urges", {}), ("key-supervision", {}), ("accused-units", {"unit": "B004"}),
        ("identity-requests", {}),
    ):  # fmt: skip
        done = coordinator.post(f"/cases/{number}/{act}", {**body, "reason": f"{SAID}又来电催"})
        assert done.status_code in (200, 201), done.json
    settle(district)
    complete(district, as_("handler_b001"), number, {"decision": "sign"})
    done = {"outcome": "resolved", "actions": f"{SAID}在场，现场检查", "public_reply": "已查处并督促整改。"}
    complete(district, as_("handler_b001"), number, done)
    told = coordinator.get(f"/cases/{number}/journal?limit=200").json["items"]
    assert [one["details"]["reason"] for one in told if one["kind"] == "urge"] == ["×× ×× 又来电催"]
    assert "×× ×× 在场，现场检查" in str(told)
    assert "×× ×× 又来电催" in str(post.delivered), "the unit is urged in the words that were typed"
    for mark in (NAME, PHONE):
        assert mark not in str(post.delivered)
        assert [name for name, text in tables(district) if mark in text] == [], "journal, outbox, facts, records"


def test_reasons_about_several_cases_leave_out_everyone_who_asked(
    district: Application, anonymous: Caller, as_: As
) -> None:
    first, _ = dispatched(district, anonymous, as_)
    second, _ = dispatched(district, anonymous, as_, contact={"name": "欧阳静", "phone": "0755-28341234"})
    body = {"cases": [first, second], "reason": f"{NAME}与欧阳静（0755 2834 1234）同诉一厂"}
    joint = as_("coordinator").post("/joint-handlings", body)
    assert joint.status_code == 201, joint.json
    settle(district)
    assert as_("coordinator").get(f"/joint-handlings/{joint.json['number']}").json["reason"] == "××与××（××）同诉一厂"


def test_a_unit_complained_of_reads_the_words_without_who_said_them(
    district: Application, anonymous: Caller, as_: As
) -> None:
    text = f"我是{NAME}，电话{PHONE}，请尽快处理厂区噪声"
    number, code = dispatched(district, anonymous, as_, text=text)
    anonymous.post(f"/citizen/cases/{number}/supplements", {"text": f"{NAME}补充：{PHONE}随时可打"}, headers=code)
    anonymous.post(f"/citizen/cases/{number}/urges", {"reason": f"{NAME}等了很久"}, headers=code)
    settle(district)
    handler, intake = as_("handler_b001"), as_("intake")
    assert handler.get(f"/cases/{number}").json["text"] == text, "whose step needs it reads it as it was said"
    intake.post(f"/cases/{number}/accused-units", {"unit": "B001", "reason": "投诉该局不作为"})  # keeps the case
    file = handler.get(f"/cases/{number}").json
    assert file["text"] == "我是××，电话××，请尽快处理厂区噪声"
    assert "××补充：××随时可打" in [one["text"] for one in file["supplements"]]
    assert "××等了很久" in str(file["timeline"])
    for mark in (NAME, PHONE):
        for path in (f"/cases/{number}", f"/cases/{number}/journal?limit=200", "/tasks?view=offered"):
            assert mark not in handler.get(path).get_data(as_text=True)
    assert intake.get(f"/cases/{number}").json["text"] == text


def test_the_words_of_an_anonymous_citizen_do_not_name_them_behind_intake(
    district: Application, anonymous: Caller, as_: As
) -> None:
    contact = {"name": NAME, "phone": PHONE, "anonymous": True}
    number, _ = dispatched(district, anonymous, as_, text=f"我是{NAME}，厂区噪声", contact=contact)
    assert as_("handler_b001").get(f"/cases/{number}").json["text"] == "我是××，厂区噪声"
