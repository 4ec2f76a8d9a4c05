"""Past cases on a draft: nothing differs on the version they ran on; a draft's changes are told case by case."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from engine.actor import Actor
from engine.cli.folder import read_folder
from engine.queries.past_cases import ClosedCases, PastCaseOf
from engine.rehearsal.acting import act
from engine.rehearsal.district import ZONE, District, demo_district
from engine.rehearsal.hindsight import MOST_ASSUMED, Hindsight
from engine.rehearsal.sandboxes import Ground
from engine.rehearsal.scenario import read_scenario, read_step
from engine.rehearsal.settle import come_to_rest
from engine.rehearsal.stage import Stage
from engine.rehearsal.what_if import WhatIf

DESIGNER = Actor("anna", "Anna", frozenset({"designer"}))
FOLDER = Path(__file__).parents[2] / "processes" / "citizen_request"
FILES = read_folder(FOLDER)[1]
EVIDENCE = [
    "answers_request",
    "outcome_honest",
    "site_photos",
    "contacted",
    "legal_basis",
    "grounds_given",
    "plan_and_date",
]
CONSULTED = [
    {"citizen": "submits", "kind": "consult", "with": {"title": "电费标准"}, "as": "case"},
    {"pass": "10 minutes"},
    {"complete": "受理", "with": {"decision": "answer_now", "public_reply": "每度六角八分。"}},
    {"complete": "结案审核", "with": {"decision": "pass", "evidence_checked": EVIDENCE}},
    {"pass": "30 minutes"},
    {"citizen": "rates", "case": "case", "with": {"solved": True}},
]
REJECTED = [
    {"citizen": "submits", "kind": "complaint", "with": {"title": "夜间噪声"}, "as": "case"},
    {"pass": "20 minutes"},
    {"complete": "受理", "with": {"decision": "reject", "reason": "已进入诉讼程序"}},
]

REFILED = [
    {"citizen": "submits", "kind": "complaint", "with": {"title": "公园少座椅"}, "as": "case"},
    {"complete": "受理", "with": {"decision": "other_kind", "other_kind": "suggestion"}},
    {"pass": "10 minutes"},
    {"complete": "受理", "with": {"decision": "ask_citizen", "question": "在哪一处？"}},
    {"pass": "20 minutes"},
    {"citizen": "supplements", "case": "case", "with": {"text": "东门内侧。"}},
    {"pass": "10 minutes"},
    {"complete": "受理", "with": {"decision": "reject", "reason": "不在本区"}},
]


@pytest.fixture
def district(template: District) -> Iterator[District]:
    """A district in which a consult was answered at once and rated, and a complaint was not accepted."""
    copy = template.copied(datetime(2026, 3, 2, 1, 0, tzinfo=UTC))
    for steps in (CONSULTED, REJECTED):
        happened(copy, steps)
    copy.clock.forward(timedelta(days=1))
    yield copy
    copy.close()


def happened(district: District, steps: list[dict[str, Any]]) -> None:
    stage = Stage(district)
    for number, raw in enumerate(steps, start=1):
        act(stage, read_step("past", number, raw))
        come_to_rest(district.application)


def judged(district: District, files: Mapping[str, bytes]) -> dict[str, tuple[list[str], str]]:
    """By process: the answers and the words."""
    past = district.application.ask(ClosedCases("citizen_request"), DESIGNER)
    trial = WhatIf(district.application, DESIGNER, Ground("citizen_request", files, "draft"), past)
    return {one["process"]: (one["answers"], " ".join(one["words"])) for one in trial.each()}


def test_what_was_put_into_a_case_is_found_again_without_who_asked(district: District) -> None:
    ids = district.application.ask(ClosedCases("citizen_request", "consult"), DESIGNER)
    past = district.application.ask(PastCaseOf(ids[0]), DESIGNER)
    assert past.request is not None and past.request["contact"] == {"anonymous": True}
    assert [(one.name, one.after) for one in past.tasks] == [("受理", timedelta(minutes=10)), ("结案审核", timedelta())]
    assert [one.message for one in past.messages] == ["citizen_rated"]
    assert past.started_at.astimezone(ZONE).hour == 9


def test_on_the_version_they_ran_on_nothing_differs(district: District) -> None:
    found = judged(district, FILES)
    assert {process: answers for process, (answers, _) in found.items()} == {
        "consult": ["same"],
        "complaint": ["same"],
    }, found


def test_a_case_filed_as_another_kind_is_followed_and_what_its_citizen_added_is_heard(district: District) -> None:
    happened(district, REFILED)
    assert judged(district, FILES)["suggestion"] == (["same"], "")


FOLLOWED = ["suggestion_joint_handling", "car_park", "reply_waits_for_ruling"]
REVISED = ["list_revision_agreed", "list_revision_argued_over", "list_revision_overtaken"]


@pytest.mark.parametrize("walk", [*FOLLOWED, *REVISED])
def test_joint_handlings_disputes_merges_and_revisions_of_the_list_are_followed(template: District, walk: str) -> None:
    """Of a case that joined another nothing is said: that other's course decided its own. What a revision adopted is
    not in the list it is argued over once more.
    """
    file = FOLDER / "walks" / f"{walk}.yaml"
    scenario = read_scenario(file.name, file.read_bytes(), ZONE)
    copy = template.copied(scenario.starts)
    stage = Stage(copy)
    for step in scenario.steps:
        if step.verb != "expect" and "refused" not in step.terms:
            act(stage, step)
            come_to_rest(copy.application)
    past = copy.application.ask(ClosedCases("citizen_request"), DESIGNER)
    found = list(WhatIf(copy.application, DESIGNER, Ground("citizen_request", FILES, "draft"), past).each())
    copy.close()
    assert ["same"] in [one["answers"] for one in found], found
    assert [one for one in found if one["answers"] not in (["same"], ["merged"])] == []


def test_a_field_that_is_gone_does_not_fit(district: District) -> None:
    form = FILES["accept_consult.form"].replace(b'"public_reply"', b'"answer_text"')
    drawn = FILES["consult.bpmn"].replace(b"submission.public_reply", b"submission.answer_text")
    answers, words = judged(district, {**FILES, "accept_consult.form": form, "consult.bpmn": drawn})["consult"]
    assert answers == ["misfit"] and "public_reply" in words


def test_what_a_form_no_longer_takes_is_said_in_both_languages_with_the_label_of_each(district: District) -> None:
    """The draft's form has no such answer any more; then no such field."""
    past = district.application.ask(ClosedCases("citizen_request", "complaint"), DESIGNER)

    def said(old: bytes, new: bytes) -> tuple[str, str]:
        assert old in FILES["accept.form"]
        files = {**FILES, "accept.form": FILES["accept.form"].replace(old, new, 1)}
        (one,) = WhatIf(district.application, DESIGNER, Ground("citizen_request", files, "draft"), past).each()
        assert one["answers"] == ["misfit"]
        return one["words"][0], one["words_en"][0]

    here, english = said(b'"value": "reject"', b'"value": "turn_down"')
    assert here == "the form of ‘受理’ does not take what was sent: “受理决定”没有“reject”这个选项。"
    assert english == "the form of ‘Accept’ does not take what was sent: “Decision” has no option “reject”."
    here, english = said(b'"key": "reason"', b'"key": "why"')
    assert here == "the form of ‘受理’ has no field reason any more"
    assert english == "the form of ‘Accept’ has no field reason any more"


def test_a_step_of_another_label_is_no_other_way_and_the_parting_is_named_in_both_languages(
    district: District,
) -> None:
    """The draft calls the first step otherwise, and a complaint that is not accepted goes through one more step."""
    drawn = FILES["complaint.bpmn"].decode().replace('name="受理"', 'name="受理（初核）"', 1)
    tell = 'targetRef="complaint_tell_not_accepted"'
    assert drawn.count(tell) == 1
    before, _, after = drawn.partition(tell)
    more = (
        '<bpmn:serviceTask id="tell_twice" name="再告知"><bpmn:extensionElements><spiffworkflow:properties>'
        '<spiffworkflow:property name="name_en" value="Tell again"/></spiffworkflow:properties>'
        '<spiffworkflow:serviceTaskOperator id="notices.send" resultVariable=""><spiffworkflow:parameters>'
        '<spiffworkflow:parameter id="to" type="string" value="&quot;citizen&quot;"/>'
        '<spiffworkflow:parameter id="template" type="string" value="&quot;not_accepted&quot;"/>'
        "</spiffworkflow:parameters></spiffworkflow:serviceTaskOperator></bpmn:extensionElements></bpmn:serviceTask>"
        '<bpmn:sequenceFlow id="told_twice" sourceRef="tell_twice" targetRef="complaint_tell_not_accepted"/>'
    )
    drawn = before + 'targetRef="tell_twice"' + after
    drawn = drawn.replace("</bpmn:process>", more + "</bpmn:process>", 1)
    past = district.application.ask(ClosedCases("citizen_request", "complaint"), DESIGNER)
    files = {**FILES, "complaint.bpmn": drawn.encode()}
    (one,) = WhatIf(district.application, DESIGNER, Ground("citizen_request", files, "draft"), past).each()
    assert one["answers"] == ["path"]
    assert "comes ‘再告知’, then it was ‘告知" in one["words"][0] and "初核" not in one["words"][0]
    assert "comes ‘Tell again’, then it was ‘Tell" in one["words_en"][0]


def looking_again(*more: str) -> str:
    """One more step for the reviewer, with what is drawn behind it."""
    kept = "".join(
        f'<spiffworkflow:property name="{name}" value="{value}"/>'
        for name, value in {"form": "citizen_request/give_opinion", "role": "reviewer", "name_en": "Look again"}.items()
    )
    return (
        '<bpmn:userTask id="look_again" name="再看"><bpmn:extensionElements><spiffworkflow:properties>'
        f"{kept}</spiffworkflow:properties></bpmn:extensionElements></bpmn:userTask>{''.join(more)}"
    )


def test_what_simulated_staff_fills_in_again_and_again_stays_open_in_the_end(district: District) -> None:
    """The draft asks for another look at what is not accepted, and no answer to it leads on."""
    drawn = FILES["complaint.bpmn"].decode()
    tell = 'targetRef="complaint_tell_not_accepted"'
    before, _, after = drawn.partition(tell)
    more = looking_again(
        '<bpmn:exclusiveGateway id="looked_at" name="看过？" default="once_more"/>'
        '<bpmn:sequenceFlow id="look" sourceRef="look_again" targetRef="looked_at"/>'
        '<bpmn:sequenceFlow id="once_more" sourceRef="looked_at" targetRef="look_again"/>'
        '<bpmn:sequenceFlow id="enough" sourceRef="looked_at" targetRef="complaint_tell_not_accepted">'
        '<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">submission.position = "enough"'
        "</bpmn:conditionExpression></bpmn:sequenceFlow>"
    )
    drawn = before + 'targetRef="look_again"' + after
    files = {**FILES, "complaint.bpmn": drawn.replace("</bpmn:process>", more + "</bpmn:process>", 1).encode()}
    (rejected,) = district.application.ask(ClosedCases("citizen_request", "complaint"), DESIGNER)
    past = district.application.ask(PastCaseOf(rejected), DESIGNER)
    with demo_district({"citizen_request": files}, past.started_at) as drafted:
        ran = Hindsight(past, drafted).run()
    assert ran.stuck == ["look_again"] and ran.assumed == ["look_again"] * MOST_ASSUMED


def test_a_case_sent_back_seven_times_goes_through_a_new_step_each_time(template: District) -> None:
    """What simulated staff fills in again and again is no endless round while the record goes on."""
    copy = template.copied(datetime(2026, 3, 2, 1, 0, tzinfo=UTC))
    asked, answered, *reviewed = CONSULTED[0], CONSULTED[2], *CONSULTED[3:]
    sent_back = {"complete": "结案审核", "with": {"decision": "send_back", "reason": "没有回答问题"}}
    happened(copy, [asked, *[answered, sent_back] * 7, answered, *reviewed])
    (closed,) = copy.application.ask(ClosedCases("citizen_request", "consult"), DESIGNER)
    past = copy.application.ask(PastCaseOf(closed), DESIGNER)
    copy.close()
    drawn = FILES["consult.bpmn"].decode()
    drawn = drawn.replace('targetRef="consult_review_case"', 'targetRef="look_again"')
    more = looking_again('<bpmn:sequenceFlow id="look" sourceRef="look_again" targetRef="consult_review_case"/>')
    files = {**FILES, "consult.bpmn": drawn.replace("</bpmn:process>", more + "</bpmn:process>", 1).encode()}
    with demo_district({"citizen_request": files}, past.started_at) as drafted:
        ran = Hindsight(past, drafted).run()
    assert (ran.stuck, ran.misfit) == ([], None) and ran.assumed == ["look_again"] * 8
