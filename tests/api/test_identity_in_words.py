"""Who asked, when it stands in what somebody typed: who reads ×× instead, over HTTP."""

from collections.abc import Callable

from sqlalchemy import update

from engine.application import Application
from engine.persistence.cases import cases
from engine.ticker.poll import settle
from tests.api.conftest import Caller
from tests.api.requests import NOISE

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
