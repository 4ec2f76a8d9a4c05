"""Acts of citizens and staff on cases that really run in the shipped diagrams, in memory; and what each may read."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from engine.actor import SYSTEM, Actor
from engine.commands.complete_task import CompleteTask
from engine.commands.convene_joint_handling import ConveneJointHandling
from engine.commands.merge_cases import MergeCases
from engine.commands.rate_reply import RateReply
from engine.commands.record_contact import RecordContact
from engine.commands.request_extension import RequestExtension
from engine.commands.request_suspension import RequestSuspension
from engine.commands.resume_case import ResumeCase
from engine.commands.split_case import SplitCase
from engine.commands.submit_request import SubmitRequest
from engine.commands.supplement_request import SupplementRequest
from engine.commands.suspend_case import SuspendCase
from engine.commands.urge import Urge
from engine.commands.withdraw_request import WithdrawRequest
from engine.errors import NotAllowed, NotFound, NotNow, Refusal, Unusable
from engine.persistence.unit_of_work import Reading
from engine.queries.case_file import CaseFile
from engine.queries.case_list import CaseList
from engine.queries.deadline_explained import DeadlineExplained
from engine.queries.notices_sent import NoticesSent
from engine.queries.option_lists import OptionLists
from engine.queries.tracking import Tracking
from engine.rehearsal.district import District, demo_district
from engine.ticker.poll import settle
from tests.conftest import MONDAY
from tests.operations.desk import NOISE, Asked, Performed, Timers

ROOT = Path(__file__).parents[2]
CITIZEN = Actor("citizen", "市民", kind="citizen")
INTAKE, DISPATCHER, COORDINATOR = (
    Actor(role, role, frozenset({role})) for role in ("intake", "dispatcher", "coordinator")
)
ANNA = Actor("anna", "安娜", frozenset({"handler"}), "B001")
REVIEWER = Actor("rita", "丽塔", frozenset({"reviewer"}))
OTHER = Actor("otto", "奥托", frozenset({"handler"}), "B006")
PLACE = {"street": "坪山街道", "community": "六和社区"}
CONTACT = {"name": "王芳", "phone": "13800138000"}


@pytest.fixture(scope="module")
def ready() -> Iterator[District]:
    folders = [ROOT / "processes" / "citizen_request", ROOT / "forms" / "citizen_request"]
    files = {path.name: path.read_bytes() for folder in folders for path in folder.iterdir() if path.is_file()}
    with demo_district({"citizen_request": files}, MONDAY) as district:
        yield district


class Hall:
    """A copy of the district for one test, with words for what people do."""

    def __init__(self, district: District) -> None:
        self.clock = district.clock
        self.application = district.application

    def submit(self, by: Actor = CITIZEN, **changes: Any) -> dict[str, str]:
        asked = {"kind": "complaint", "title": "夜间噪声", "text": "每晚施工", "place": PLACE, "contact": CONTACT}
        made: dict[str, str] = self.act(SubmitRequest(**{**asked, **changes}), by)
        return made

    def act(self, command: Any, by: Actor) -> Any:
        answer = self.application.execute(command, by)
        settle(self.application)
        return answer

    def ask(self, query: Any, by: Actor = SYSTEM) -> Any:
        return self.application.ask(query, by)

    def do(self, number: str, role: str, by: Actor, **data: Any) -> None:
        task = next(task for task in self.ask(CaseFile(number))["open_tasks"] if task["role"] == role)
        revision = self.ask(_Revision(task["id"]))
        self.act(CompleteTask(task["id"], revision, data), by)

    def dispatched(self, **changes: Any) -> dict[str, str]:
        made = self.submit(**changes)
        self.do(made["number"], "intake", INTAKE, decision="accept")
        self.do(made["number"], "dispatcher", DISPATCHER, matter=NOISE, urgency="ordinary", lead_unit="B001")
        return made

    def signed(self) -> dict[str, str]:
        made = self.dispatched()
        self.do(made["number"], "handler", ANNA, decision="sign")
        return made


class _Revision:
    def __init__(self, task_id: str) -> None:
        self.task_id = task_id

    def answer(self, reading: Any) -> int:
        return int(reading.user_tasks.get(self.task_id).revision)


@pytest.fixture
def hall(ready: District) -> Iterator[Hall]:
    copy = ready.copied(MONDAY)
    yield Hall(copy)
    copy.close()


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "praise"},
        {"place": {"street": "不存在街道"}},
        {"place": {"street": "坪山街道", "community": "秀新社区"}},
        {"place": {**PLACE, "longitude": 200.0}},
        {"place": {}},
        {"title": " "},
        {"channel": "smoke"},
    ],
)
def test_a_request_that_cannot_be_used_leaves_nothing_behind(hall: Hall, wrong: dict[str, Any]) -> None:
    with pytest.raises(Unusable):
        hall.submit(**wrong)
    assert hall.ask(CaseList())["items"] == []


def test_only_intake_registers_for_others(hall: Hall) -> None:
    assert hall.submit(by=INTAKE, channel="hotline")["number"].startswith("PS260302-")
    with pytest.raises(NotAllowed):
        hall.submit(by=ANNA)


def test_merged_while_it_was_worked_on_again_it_is_dispatched_anew_once_on_its_own(hall: Hall) -> None:
    parent, child = hall.signed(), hall.signed()
    number = child["number"]
    hall.do(number, "handler", ANNA, outcome="resolved", actions="现场整改", public_reply="已经整改")
    hall.do(number, "reviewer", REVIEWER, decision="pass", missing_because="已电话核实")
    hall.act(RateReply(number, 1, 1, 1, False, "还在响", child["tracking_code"]), CITIZEN)
    assert [task["role"] for task in hall.ask(CaseFile(number))["open_tasks"]] == ["handler"]
    hall.act(MergeCases(parent["number"], (number,)), DISPATCHER)
    hall.act(SplitCase(number), DISPATCHER)
    seen = hall.ask(CaseFile(number))
    assert (seen["state"], [task["role"] for task in seen["open_tasks"]]) == ("accepted", ["dispatcher"])


def test_an_unknown_number_and_a_wrong_code_are_refused_in_the_same_words(hall: Hall) -> None:
    made = hall.submit()
    said = set()
    for number, code in (("PS260302-ZZZZZ", made["tracking_code"]), (made["number"], "2" * 17), (made["number"], "")):
        for act in (
            lambda number=number, code=code: hall.ask(Tracking(number, code), CITIZEN),
            lambda number=number, code=code: hall.act(SupplementRequest(number, "补充", code), CITIZEN),
            lambda number=number, code=code: hall.act(WithdrawRequest(number, "不要了", code), CITIZEN),
            lambda number=number, code=code: hall.act(RateReply(number, 5, 5, 5, True, None, code), CITIZEN),
        ):
            with pytest.raises(NotFound) as refusal:
                act()
            said.add(refusal.value.message)
    assert len(said) == 1


def test_the_citizen_sees_owner_next_date_and_story_but_no_inner_quarrel(hall: Hall) -> None:
    made = hall.dispatched()
    seen = hall.ask(Tracking(made["number"], made["tracking_code"].lower()), CITIZEN)
    assert (seen["state"], seen["owner"]) == ("dispatched", "环境保护和水务局")
    assert seen["next_deadline"]["name"] == "handle"
    assert [row["kind"] for row in seen["timeline"]] == ["register", "accept", "dispatch"]
    assert seen["may"] == {"rate": False, "supplement": True, "withdraw": True}


def test_who_asked_is_shown_only_where_a_step_needs_it(hall: Hall) -> None:
    made = hall.submit()
    shown = {by.username: hall.ask(CaseFile(made["number"]), by)["citizen"] for by in (INTAKE, COORDINATOR)}
    assert (shown["intake"]["name"], shown["coordinator"]["name"]) == ("王芳", "王**")
    hidden = hall.dispatched(contact={**CONTACT, "anonymous": True})
    assert hall.ask(CaseFile(hidden["number"]), ANNA)["citizen"]["name"] is None


def test_a_unit_reads_its_own_cases_and_no_others(hall: Hall) -> None:
    made = hall.dispatched()
    assert [row["number"] for row in hall.ask(CaseList(), ANNA)["items"]] == [made["number"]]
    assert hall.ask(CaseList(), OTHER)["items"] == []
    for query in (CaseFile(made["number"]), DeadlineExplained(made["number"])):
        with pytest.raises(NotFound):
            hall.ask(query, OTHER)


def test_cases_are_found_by_words_state_unit_and_lateness_page_by_page(hall: Hall) -> None:
    numbers = [hall.submit(title=f"第{i}件")["number"] for i in range(5)]
    late = hall.dispatched(title="停车场噪声")["number"]
    first = hall.ask(CaseList(limit=4))
    second = hall.ask(CaseList(limit=4, cursor=first["next"]))
    listed = [row["number"] for row in [*first["items"], *second["items"]]]
    assert sorted(listed) == sorted([*numbers, late]) and second["next"] is None
    assert [row["number"] for row in hall.ask(CaseList(q="停车场"))["items"]] == [late]
    assert [row["number"] for row in hall.ask(CaseList(q=late.lower()))["items"]] == [late]
    assert [row["number"] for row in hall.ask(CaseList(state="dispatched", unit="B001"))["items"]] == [late]
    assert hall.ask(CaseList(q="100%"))["items"] == []
    hall.clock.forward(timedelta(days=5))
    assert [row["number"] for row in hall.ask(CaseList(overdue=True))["items"]] == [late]
    assert len(hall.ask(CaseList(overdue=False))["items"]) == 5
    with pytest.raises(Unusable, match="cursor"):
        hall.ask(CaseList(cursor="???"))


def test_a_citizen_chooses_from_open_lists_only(hall: Hall) -> None:
    lists = hall.ask(OptionLists(("streets", "communities", "kinds")), CITIZEN)
    assert {row["street"] for row in lists["communities"]} == {row["value"] for row in lists["streets"]}
    for names in (("users_of_unit",), ("open_cases", "kinds")):
        with pytest.raises(NotAllowed):
            hall.ask(OptionLists(names), CITIZEN)
    with pytest.raises(Unusable):
        hall.ask(OptionLists(("secrets",)), INTAKE)


def test_suspended_once_and_resumed_once(hall: Hall) -> None:
    number = hall.signed()["number"]
    with pytest.raises(NotNow, match="running"):
        hall.act(ResumeCase(number), COORDINATOR)
    hall.act(SuspendCase(number, "2026-03-09T09:00", "engineering"), COORDINATOR)
    assert hall.ask(CaseFile(number))["suspended"]
    with pytest.raises(NotNow, match="suspended"):
        hall.act(SuspendCase(number, "2026-03-10T09:00", "court"), COORDINATOR)
    with pytest.raises(NotNow, match="suspended"):
        hall.do(number, "handler", ANNA, outcome="resolved", actions="查", public_reply="办了")
    hall.act(ResumeCase(number), COORDINATOR)
    assert not hall.ask(CaseFile(number))["suspended"]


def test_suspended_no_longer_than_the_table_allows_for_the_reason(hall: Hall) -> None:
    number = hall.signed()["number"]
    last = (hall.clock.now() + timedelta(days=90)).date()
    for late in ("2126-12-31", f"{last + timedelta(days=1)}T00:00"):
        with pytest.raises(Unusable, match=r"within 90 days \(suspension_policy.dmn, suspension_limit: 无公开来源"):
            hall.act(SuspendCase(number, late, "owner_unknown"), COORDINATOR)
    assert not hall.ask(CaseFile(number))["suspended"]
    assert hall.act(SuspendCase(number, f"{last}T18:00", "owner_unknown"), COORDINATOR)["until"]


@pytest.mark.parametrize(
    "longer", ["11 working days", "900 working days", "999999 working days", "200 working hours", "40 days"]
)
def test_no_extension_is_longer_than_the_table_allows(hall: Hall, longer: str) -> None:
    number = hall.signed()["number"]
    with pytest.raises(Unusable) as refused:
        hall.act(RequestExtension(number, longer, "等材料"), ANNA)
    if longer != "999999 working days":
        said = "at most 10 working days more at once (extension_policy.dmn, extension_limit:"
        assert said in refused.value.message and "Shandong" in refused.value.message
    assert hall.act(RequestExtension(number, "10 working days", "等材料"), ANNA)["nth"] == 1


def test_no_approver_grants_more_than_the_table_allows_whatever_is_typed(hall: Hall) -> None:
    number = hall.signed()["number"]
    assert [one["budget"] for one in hall.ask(CaseFile(number), ANNA)["extensions_offered"]][-1] == "10 working days"
    hall.act(RequestExtension(number, "2 working days", "等材料"), ANNA)

    def decide(budget: str) -> Any:
        given = {"decision": "approve", "new_budget": budget, "reason": "同意"}
        return hall.act(Performed("extensions.decide", given, number, Timers()), COORDINATOR)

    with pytest.raises(Unusable, match="at most 10 working days more at once"):
        decide("40 working days")
    assert decide("10 working days")["approved"]


def test_the_unit_speaks_to_the_citizen_within_a_day_of_the_dispatch(hall: Hall) -> None:
    silent = hall.dispatched(contact={"anonymous": True})["number"]
    number = hall.dispatched()["number"]
    started = [{one["name"] for one in hall.ask(DeadlineExplained(case))["deadlines"]} for case in (number, silent)]
    assert ["contact" in names for names in started] == [True, False], "nobody to call"
    assert not hall.ask(CaseFile(silent), ANNA)["may"]["contact"]
    assert hall.act(RecordContact(number, "telephone"), ANNA)["in_time"]
    told = [row["what"] for row in hall.ask(CaseFile(number))["timeline"] if row["kind"] == "contact"]
    assert told == ["环境保护和水务局 已与诉求人联系"]


def test_more_time_is_asked_by_the_unit_in_time_and_one_request_at_a_time(hall: Hall) -> None:
    number = hall.signed()["number"]
    for by, refusal in ((OTHER, NotFound), (COORDINATOR, NotAllowed)):
        with pytest.raises(refusal):
            hall.act(RequestExtension(number, "2 working days", "等材料"), by)
    with pytest.raises(Unusable):
        hall.act(RequestExtension(number, "a while", "等材料"), ANNA)
    assert hall.act(RequestExtension(number, "2 working days", "等材料"), ANNA)["nth"] == 1
    with pytest.raises(NotNow, match="open request"):
        hall.act(RequestExtension(number, "1 working day", "再等"), ANNA)
    other = hall.signed()["number"]
    hall.clock.forward(timedelta(days=10))
    with pytest.raises(NotNow, match="over"):
        hall.act(RequestExtension(other, "1 working day", "晚了"), ANNA)


def test_a_suspension_is_asked_by_the_unit_and_refused_at_once_where_no_rule_allows_it(hall: Hall) -> None:
    """Who decides, and which days and reasons there are: docs/domain.md §3."""
    number = hall.signed()["number"]
    day = (hall.clock.now() + timedelta(days=3)).isoformat()

    def ask(by: Actor = ANNA, until: str = day, reason: str = "season", text: str = "汛期不能施工") -> Any:
        return hall.act(RequestSuspension(number, until, reason, text), by)

    assert hall.ask(CaseFile(number), ANNA)["may"]["ask_suspension"]
    assert not hall.ask(CaseFile(number), COORDINATOR)["may"]["ask_suspension"]
    for by, refusal in ((OTHER, NotFound), (COORDINATOR, NotAllowed)):
        with pytest.raises(refusal):
            ask(by)
    late = (hall.clock.now() + timedelta(days=400)).isoformat()
    for given, said in (
        ({"until": MONDAY.isoformat()}, "in the future"),
        ({"until": late}, "within 180 days"),
        ({"reason": "holidays"}, "one of season"),
        ({"text": "  "}, "stands in the way"),
    ):
        with pytest.raises(Unusable, match=said):
            ask(**given)
    assert not hall.ask(CaseFile(number), ANNA)["requests"], "nothing of what was refused is kept"
    ask(text="王芳 13800138000 家门口在施工")
    with pytest.raises(NotNow, match="Wait for its decision"):
        ask()
    with pytest.raises(NotNow, match="Decide that request"):
        hall.act(SuspendCase(number, day, "season"), COORDINATOR)
    shown = hall.ask(CaseFile(number), COORDINATOR)
    asked = shown["requests"][0]
    assert (asked["what"], asked["ground"], asked["decision"]) == ("suspension", "season", None)
    assert "13800138000" not in asked["text"] and not shown["suspended"], "asking stops no clock"
    step = next(one for one in shown["timeline"] if one["what_en"].endswith("asked to suspend it"))
    assert "13800138000" not in step["text"] and "门口在施工" in step["text"] and not step["public"]
    hall.do(number, "coordinator", COORDINATOR, decision="approve")
    shown = hall.ask(CaseFile(number), ANNA)
    assert shown["suspended"] and shown["requests"][0]["decision"] == "approve"
    assert shown["suspension"] == {"reason": "season", "until": day}, "the page says why it rests, and until when"
    with pytest.raises(NotNow, match="it is suspended"):
        ask()


def test_a_suspension_whose_day_has_passed_cannot_be_granted(hall: Hall) -> None:
    number = hall.signed()["number"]
    hall.act(RequestSuspension(number, hall.clock.now() + timedelta(minutes=30), "court", "等待判决"), ANNA)
    hall.clock.forward(timedelta(hours=1))
    with pytest.raises(Unusable, match="in the future"):
        hall.do(number, "coordinator", COORDINATOR, decision="approve")
    hall.do(number, "coordinator", COORDINATOR, decision="refuse", reason="日期已过")
    assert not hall.ask(CaseFile(number))["suspended"]


def test_who_replies_first_leaves_no_request_open_and_the_reviewer_has_the_case(hall: Hall) -> None:
    """What the pages say is where it waits: not in review while somebody has still to decide on more time."""
    case = hall.signed()
    number = case["number"]
    hall.act(RequestExtension(number, "2 working days", "等材料"), ANNA)
    hall.act(RequestSuspension(number, hall.clock.now() + timedelta(days=9), "season", "汛期不能施工"), ANNA)
    hall.do(number, "handler", ANNA, outcome="resolved", actions="现场检查", public_reply="已修复，请放心通行。")
    shown = hall.ask(CaseFile(number), REVIEWER)
    assert (shown["state"], shown["owner_role"]) == ("review", "reviewer")
    assert [task["name"] for task in shown["open_tasks"]] == ["结案审核"], "the reviewer's list is not empty"
    assert [one["decision"] for one in shown["requests"]] == ["withdrawn", "withdrawn"]
    assert "未决的延期、挂起申请撤销" in [row["what"] for row in shown["timeline"]]
    assert hall.ask(Tracking(number, case["tracking_code"]), CITIZEN)["owner_role"] == "reviewer"


def test_a_merge_withdraws_what_was_asked_so_that_it_can_be_asked_again_after_a_split(hall: Hall) -> None:
    number, parent = hall.signed()["number"], hall.signed()["number"]
    hall.act(RequestExtension(number, "2 working days", "等材料"), ANNA)
    hall.act(MergeCases(parent, (number,), "同一件事"), INTAKE)
    assert [one["decision"] for one in hall.ask(CaseFile(number), INTAKE)["requests"]] == ["withdrawn"]


def _acts_and_ladders(reading: Reading, number: str) -> tuple[list[str], list[str]]:
    acts = [one.details["what"] for one in reading.journal.of_key(number) if one.kind == "case"]
    return acts, [one.key for one in reading.supervisions.all(about=number)]


def test_merged_before_its_acceptance_a_citizen_is_told_of_it_and_of_the_split(hall: Hall) -> None:
    """By intake's decision or by an act beside its task: accepted, watched by a ladder, told of every turn."""
    parent = hall.signed()["number"]
    decided, beside = hall.submit()["number"], hall.submit()["number"]
    hall.do(decided, "intake", INTAKE, decision="merge", parent=parent)
    hall.act(MergeCases(parent, (beside,)), INTAKE)
    for number in (decided, beside):
        hall.act(SplitCase(number, "地点不同"), INTAKE)
        told = hall.ask(NoticesSent(number), COORDINATOR)["items"]
        assert sorted(one["template"] for one in told if one["to"] == "citizen") == ["accepted", "merged", "split"]
        acts, watched = hall.ask(Asked(lambda reading, about=number: _acts_and_ladders(reading, about)))
        assert acts == ["register", "accept", "merge", "split"] and watched == [f"{number}/supervision"]


def test_merged_and_split_each_citizen_keeps_number_and_tracking(hall: Hall) -> None:
    parent, child = hall.signed(), hall.submit()
    with pytest.raises(NotAllowed):
        hall.act(MergeCases(parent["number"], (child["number"],)), ANNA)
    for wrong in ((), (parent["number"],)):
        with pytest.raises(Unusable):
            hall.act(MergeCases(parent["number"], wrong), DISPATCHER)
    hall.act(MergeCases(parent["number"], (child["number"],)), DISPATCHER)
    seen = hall.ask(Tracking(child["number"], child["tracking_code"]), CITIZEN)
    assert (seen["state"], seen["owner_unit"], seen["merged"]) == ("merged", "B001", True)
    hall.act(SplitCase(child["number"]), DISPATCHER)
    assert hall.ask(CaseFile(child["number"]))["state"] == "accepted"
    with pytest.raises(NotNow, match="merged"):
        hall.act(SplitCase(child["number"]), DISPATCHER)


def test_units_are_convened_for_a_case_that_a_unit_works_on_and_once(hall: Hall) -> None:
    fresh, number = hall.submit()["number"], hall.signed()["number"]
    with pytest.raises(Unusable):
        hall.act(ConveneJointHandling((), "噪声"), COORDINATOR)
    with pytest.raises(NotNow, match="possible"):
        hall.act(ConveneJointHandling((number, fresh), "噪声"), COORDINATOR)
    joint = hall.act(ConveneJointHandling((number,), "噪声"), COORDINATOR)
    assert hall.ask(CaseFile(number))["joint_handlings"][0]["number"] == joint["number"]
    with pytest.raises(Refusal):
        hall.act(ConveneJointHandling((number,), "噪声"), COORDINATOR)


def test_urging_tells_whoever_has_it_and_moves_nothing(hall: Hall) -> None:
    made = hall.signed()
    before = hall.ask(CaseFile(made["number"]))["state"]
    assert hall.act(Urge(made["number"], None, made["tracking_code"]), CITIZEN)["notices"] == 1
    assert hall.ask(CaseFile(made["number"]))["state"] == before
    with pytest.raises(NotFound):
        hall.act(Urge(made["number"]), OTHER)
    with pytest.raises(NotAllowed):
        hall.act(Urge(made["number"]), ANNA)


def test_an_answer_to_a_question_takes_the_case_back_to_intake(hall: Hall) -> None:
    made = hall.submit()
    hall.do(made["number"], "intake", INTAKE, decision="ask_citizen", question="哪一栋？")
    seen = hall.ask(Tracking(made["number"], made["tracking_code"]), CITIZEN)
    assert (seen["state"], seen["question"]) == ("asked", "哪一栋？")
    hall.act(SupplementRequest(made["number"], "三栋", made["tracking_code"]), CITIZEN)
    assert hall.ask(CaseFile(made["number"]), INTAKE)["state"] == "registered"


def test_a_request_is_withdrawn_once(hall: Hall) -> None:
    made = hall.submit()
    hall.act(WithdrawRequest(made["number"], "不用了", made["tracking_code"]), CITIZEN)
    assert hall.ask(CaseFile(made["number"]))["state"] == "withdrawn"
    with pytest.raises(NotNow):
        hall.act(WithdrawRequest(made["number"], "不用了", made["tracking_code"]), CITIZEN)
    with pytest.raises(NotNow):
        hall.act(RateReply(made["number"], 5, 5, 5, True, None, made["tracking_code"]), CITIZEN)
