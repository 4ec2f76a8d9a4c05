"""Who has no computer calls: intake and the call-back officer write down what the citizen says, in their own name."""

from collections.abc import Callable

from engine.actor import SYSTEM, Actor
from engine.application import Application
from engine.commands.create_account import CreateAccount
from engine.commands.submit_request import SubmitRequest
from engine.queries.case_file import CaseFile
from engine.ticker.poll import settle
from tests.web.conftest import PASSWORD, Visitor
from tests.web.test_english_names import act, complete

As = Callable[[str], Visitor]
PLACE = {"street": "坪山街道", "community": "六和社区"}


def consult(application: Application) -> str:
    made = act(
        application, SubmitRequest("consult", "公交卡", "在哪里办？", PLACE), Actor("citizen", "市民", kind="citizen")
    )
    return str(made["number"])


def test_intake_adds_and_withdraws_on_the_citizens_word(application: Application, as_: As) -> None:
    number, intake = consult(application), as_("intake")
    page, acts = f"/cases/{number}", f"/cases/{number}/acts"
    assert intake.post(f"{acts}/supplement", {"text": " "}, page=page).status_code == 422
    assert intake.post(f"{acts}/supplement", {"text": "我今年七十岁"}, page=page).status_code == 302
    assert intake.post(f"{acts}/withdraw", {"reason": "已经办好"}, page=page).status_code == 302
    settle(application)
    steps = application.ask(CaseFile(number), SYSTEM)["timeline"]
    assert ("supplement", "Intake", "我今年七十岁") in [(one["kind"], one["who"], one["text"]) for one in steps]
    assert f"{acts}/supplement" not in intake.read(page)


def test_the_callback_officer_writes_down_a_rating(application: Application, as_: As) -> None:
    number = consult(application)
    complete(application, number, "intake", decision="answer_now", public_reply="请到服务大厅办理")
    complete(application, number, "reviewer", decision="pass", evidence_checked=["answers_request", "outcome_honest"])
    application.execute(CreateAccount("caller", "Caller", PASSWORD, ("callback_officer",)), SYSTEM)
    caller = Visitor(as_("intake").client.application.test_client())
    caller.post("/sign-in", {"username": "caller", "password": PASSWORD}, page="/sign-in")
    path, marks = f"/cases/{number}/acts/rate", {"speed": "5", "effect": "4", "attitude": "5", "solved": "yes"}
    assert caller.post(path, {**marks, "speed": "9"}, page=f"/cases/{number}").status_code == 422
    assert caller.post(path, marks, page=f"/cases/{number}").status_code == 302
    assert caller.post(path, marks, page=f"/cases/{number}").status_code == 409
    assert application.ask(CaseFile(number), SYSTEM)["ratings"][0]["solved"] is True


def test_it_is_not_for_others(application: Application, as_: As) -> None:
    number = consult(application)
    reviewer = as_("reviewer")
    assert f"/cases/{number}/acts/withdraw" not in reviewer.read(f"/cases/{number}")
    answer = reviewer.post(f"/cases/{number}/acts/withdraw", {"reason": "x"}, page=f"/cases/{number}")
    assert answer.status_code == 403
