"""Who asked, when it stands in what somebody typed: who reads ×× instead, over HTTP."""

from collections.abc import Callable

from sqlalchemy import select, update
from sqlalchemy import text as sql

from engine.actor import SYSTEM
from engine.application import Application
from engine.casework.identity import Seal
from engine.commands.leave_out_identities import LeaveOutIdentities
from engine.commands.reseal_identities import ResealIdentities
from engine.persistence.case_texts import CaseTexts
from engine.persistence.cases import cases
from engine.persistence.instances import instances
from engine.persistence.merges import supplements
from engine.persistence.parties import parties
from engine.persistence.typed_words import TypedWords
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


def test_words_kept_as_they_were_typed_lose_who_asked_in_rows_and_index(
    district: Application, anonymous: Caller, as_: As
) -> None:
    text = f"我是{NAME}，电话{PHONE}，厂区夜间扰民"
    number, code = dispatched(district, anonymous, as_)
    for added in ("补充一", "补充二"):
        anonymous.post(f"/citizen/cases/{number}/supplements", {"text": added}, headers=code)
    with district.database.writing() as connection:  # as it was kept before
        connection.execute(update(cases).where(cases.c.number == number).values(text=text, address=f"{NAME}家"))
        connection.execute(update(supplements).where(supplements.c.text == "补充一").values(text=f"{SAID}补充"))
        texts = CaseTexts(connection)
        texts.drop([number])
        texts.add(number, NOISE["title"], text)
        connection.execute(update(parties).values(words_apart=False))
        connection.commit()
    handler, reviewer = as_("handler_b001"), as_("reviewer")
    assert [one["number"] for one in reviewer.get(f"/cases?q={PHONE}").json["items"]] == [number]
    assert [district.execute(LeaveOutIdentities(), SYSTEM) for _ in range(2)] == [1, 0]
    assert reviewer.get(f"/cases?q={PHONE}").json["items"] == reviewer.get(f"/cases?q={NAME}").json["items"] == []
    assert [one["number"] for one in reviewer.get("/cases?q=夜间扰民").json["items"]] == [number]
    assert [name for mark in (NAME, PHONE) for name, kept in tables(district) if mark in kept] == []
    if district.database.is_sqlite:
        with district.database.reading() as connection:
            held = connection.execute(sql("SELECT block FROM case_texts_data")).scalars().all()
        assert [one for one in held if PHONE.encode() in one] == [], "nor do the pages of the index keep it"
    assert handler.get(f"/cases/{number}").json["text"] == text, "whose step needs it reads it as it was typed"
    own = anonymous.get(f"/citizen/cases/{number}", headers=code).json
    assert (own["text"], own["place"]["address"]) == (text, f"{NAME}家")
    assert [one["text"] for one in own["added"]] == [f"{SAID}补充", "补充二"]


def test_a_new_key_seals_the_words_anew(district: Application, anonymous: Caller) -> None:
    text = f"我是{NAME}，厂区噪声"
    number, code = ask(anonymous, text=text)
    settings = district.settings
    settings.renew_secret("identity")
    assert district.execute(ResealIdentities(), SYSTEM)["count"] == 1
    with district.database.reading() as connection:
        words = TypedWords(connection, Seal(settings.secret("identity")))
        assert words.of(number) == {"text": text}, "the present key alone opens them"
    assert anonymous.get(f"/citizen/cases/{number}", headers=code).json["text"] == text


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


def test_what_is_said_to_the_citizen_is_kept_and_sent_without_the_citizens_name(
    district: Application, anonymous: Caller, as_: As, post: RecordingPost
) -> None:
    """Question, reply and promise are read by the offices, and by everyone whose request is merged."""
    number, code = ask(anonymous)
    settle(district)
    complete(district, as_("intake"), number, {"decision": "ask_citizen", "question": f"{SAID}请补充门牌"})
    anonymous.post(f"/citizen/cases/{number}/supplements", {"text": "一号"}, headers=code)
    settle(district)
    complete(district, as_("intake"), number, {"decision": "accept"})
    complete(district, as_("dispatcher"), number, {"matter": "130801", "urgency": "ordinary", "lead_unit": "B001"})
    complete(district, as_("handler_b001"), number, {"decision": "sign"})
    said = {
        "outcome": "promised", "actions": "现场检查", "public_reply": f"{SAID}女士您好，可致电 13912345678 咨询",
        "commitment": f"为{NAME}一户加装隔声屏", "commitment_due": "2026-03-20",
    }  # fmt: skip
    complete(district, as_("handler_b001"), number, said)
    complete(district, as_("reviewer"), number, {"decision": "pass", "missing_because": f"{SAID}已当面说明"})
    replies = anonymous.get(f"/citizen/cases/{number}", headers=code).json["replies"]
    assert "×× ×× 女士您好，可致电 13912345678 咨询" in str(replies), "a handler's number is there to be called"
    assert "为××一户加装隔声屏" in str(as_("coordinator").get(f"/cases/{number}").json["commitments"])
    for mark in (NAME, PHONE):
        assert mark not in str(post.delivered)
        assert [name for name, text in tables(district) if mark in text] == []


def test_what_an_operator_corrects_and_skips_is_kept_without_who_asked(
    district: Application, anonymous: Caller, as_: As
) -> None:
    number, _ = dispatched(district, anonymous, as_)
    with district.database.reading() as connection:
        instance = connection.execute(select(instances.c.id).where(instances.c.business_key == number)).scalar_one()
    facts = {"note": f"{SAID}要求回电", "kind": "complaint"}
    made = as_("designer").post(f"/instances/{instance}/facts", {"facts": facts, "reason": f"{NAME}来电更正"})
    assert made.status_code in (200, 201), made.json
    for mark in (NAME, PHONE):
        assert [name for name, text in tables(district) if mark in text] == []


def test_rows_and_short_fields_of_a_form_are_kept_without_who_asked(
    district: Application, anonymous: Caller, as_: As
) -> None:
    number, _ = dispatched(district, anonymous, as_)
    complete(district, as_("handler_b001"), number, {"decision": "sign"})
    coordinator = as_("coordinator")
    joint = coordinator.post("/joint-handlings", {"cases": [number], "reason": "多单位"}).json["number"]
    settle(district)
    at = {"task": f"到{NAME}家测噪声", "due": "2026-03-05T18:00:00+08:00"}
    plan = {
        "lead_unit": "B001", "branches": [{"unit": "B001", **at}, {"unit": "B004", **at}],
        "meeting_at": "2026-03-04T10:00:00+08:00", "meeting_place": f"{NAME}楼下", "agenda": f"{SAID}噪声",
    }  # fmt: skip
    complete(district, coordinator, joint, plan)
    settle(district)
    minutes = {
        "minutes": f"{SAID}到会", "held_at": "2026-03-02T09:00:00+08:00",
        "decisions": [{"text": f"每周回访{NAME}", "unit": "B001", "due": "2026-03-05"}],
    }  # fmt: skip
    complete(district, coordinator, joint, minutes)
    done = coordinator.post(f"/joint-handlings/{joint}/decisions/done", {"nth": 1, "done": f"{SAID}已回访"})
    assert done.status_code in (200, 201), done.json
    shown = coordinator.get(f"/joint-handlings/{joint}").json
    assert "每周回访××" in str(shown) and "到××家测噪声" in str(shown) and "×× ×× 已回访" in str(shown)
    for mark in (NAME, PHONE):
        assert [name for name, text in tables(district) if mark in text] == []


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
    assert intake.get(f"/cases/{number}").json["text"] == "我是××，电话××，请尽快处理厂区噪声", "its step is over"
    assert anonymous.get(f"/citizen/cases/{number}", headers=code).json["text"] == text, "the citizen's own words"


def test_the_words_of_an_anonymous_citizen_do_not_name_them_behind_intake(
    district: Application, anonymous: Caller, as_: As
) -> None:
    contact = {"name": NAME, "phone": PHONE, "anonymous": True}
    number, _ = dispatched(district, anonymous, as_, text=f"我是{NAME}，厂区噪声", contact=contact)
    assert as_("handler_b001").get(f"/cases/{number}").json["text"] == "我是××，厂区噪声"
