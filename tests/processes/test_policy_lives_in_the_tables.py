"""Numbers stand in the decision tables, each with its source; the diagrams hold none."""

import re
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from lxml import etree

from engine.casework.budget import parse
from engine.casework.glossary import SUSPENSION_REASONS, codes
from engine.feel import Surround
from engine.runtime import Bundle
from tests.processes.conftest import BUNDLE
from tests.processes.drawing import Drawing

SCOPE = Surround(now=datetime(2026, 3, 2, 1, tzinfo=UTC), zone=ZoneInfo("Asia/Shanghai"))


def limits(bundle: Bundle, **facts: Any) -> Any:
    case = {"kind": "complaint", "urgency": "ordinary", "grade": None, "row_limit": None, **facts}
    return bundle.decisions["limits"].evaluate(case, scope=SCOPE)


def test_each_kind_has_the_limit_the_district_published(bundle: Bundle) -> None:
    published = {"consult": "1 working day", "suggestion": "3 working days", "complaint": "7 working days"}
    assert {kind: limits(bundle, kind=kind)["citizen"] for kind in published} == published


@pytest.mark.parametrize("kind", ["consult", "suggestion", "complaint"])
@pytest.mark.parametrize("urgency", ["ordinary", "urgent", "very_urgent"])
def test_every_step_of_every_case_has_one_limit(bundle: Bundle, kind: str, urgency: str) -> None:
    steps = "citizen accept supplement dispatch sign contact cosign return_review opinion ruling"
    steps += " handle review rating repeat redo extension suspension supervise"
    found = limits(bundle, kind=kind, urgency=urgency)
    assert set(found) == set(steps.split())
    assert all(re.fullmatch(r"\d+ (minutes|hours?|days|working (hours|days?))", budget) for budget in found.values())


def test_what_belongs_to_no_case_has_limits_of_its_own(bundle: Bundle) -> None:
    found = bundle.decisions["time_limit"].evaluate({"kind": None, "urgency": None}, scope=SCOPE)
    assert {"draft", "revision_review", "adoption", "plan", "supervise"} <= {
        one["step"] for one in found if one["demo"]
    }


def test_urgent_cases_are_dispatched_within_half_an_hour(bundle: Bundle) -> None:
    assert limits(bundle)["dispatch"] == "2 hours"
    assert limits(bundle, urgency="urgent")["dispatch"] == "30 minutes"


def test_a_complaint_is_handled_by_urgency_then_by_the_row_of_the_list_then_by_grade(bundle: Bundle) -> None:
    assert limits(bundle, row_limit="4 working hours", urgency="very_urgent")["handle"] == "1 hour"
    assert limits(bundle, urgency="urgent")["handle"] == "1 working day"
    both = ["1 working day", "4 working hours"]  # whichever ends first
    assert limits(bundle, row_limit="4 working hours", urgency="urgent")["handle"] == both
    assert limits(bundle, row_limit="4 working hours", grade="B")["handle"] == "4 working hours"
    assert limits(bundle, grade="B")["handle"] == "3 working days"
    assert limits(bundle)["handle"] == "7 working days"


def test_a_consult_keeps_its_day_whatever_the_list_allows(bundle: Bundle) -> None:
    assert limits(bundle, kind="consult", row_limit="5 working days")["handle"] == "1 working day"


def test_a_case_is_done_again_twice_then_the_coordinator_decides(bundle: Bundle) -> None:
    decided = [bundle.decisions["redo_policy"].evaluate({"redos": redos}, scope=SCOPE) for redos in (0, 1, 2, 5)]
    assert [one["next"] for one in decided] == ["redo", "redo", "coordinator", "coordinator"]
    assert [one["supervised"] for one in decided] == [False, True, True, True]  # again, not the first time


def test_the_first_extension_is_the_shift_leaders_the_next_the_coordinators(bundle: Bundle) -> None:
    who = [
        bundle.decisions["extension_approver"].evaluate({"extension_requested": {"nth": nth}}, scope=SCOPE)
        for nth in (1, 2)
    ]
    assert who == ["shift_leader", "coordinator"]


def test_an_extension_is_decided_before_the_limit_it_would_extend_is_over(bundle: Bundle) -> None:
    rows = {
        urgency: [
            row
            for row in bundle.decisions["time_limit"].evaluate({"kind": "complaint", "urgency": urgency}, scope=SCOPE)
            if row["step"] == "extension"
        ]
        for urgency in ("ordinary", "urgent", "very_urgent")
    }
    assert {urgency: [row["budget"] for row in found] for urgency, found in rows.items()} == {
        "ordinary": ["4 working hours"],
        "urgent": ["1 hour"],
        "very_urgent": ["15 minutes"],
    }
    assert all(row["demo"] for found in rows.values() for row in found), "no public source gives them"


def test_the_ladder_climbs_from_reminder_to_bulletin(bundle: Bundle) -> None:
    rungs = [one["rung"] for one in bundle.decisions["escalation"].evaluate({"urgency": "ordinary"}, scope=SCOPE)]
    assert rungs == ["remind", "warn", "overdue", "urge", "supervise", "bulletin"]
    steps = [bundle.decisions["escalation_step"].evaluate({"rung": rung}, scope=SCOPE) for rung in rungs]
    assert [step["supervise"] for step in steps] == [False, False, False, False, True, False]


def test_a_look_at_who_asked_is_decided_in_hours_and_lasts_a_day(bundle: Bundle) -> None:
    found = [
        bundle.decisions["identity_policy"].evaluate({"urgency": urgency}, scope=SCOPE)
        for urgency in ("ordinary", "very_urgent")
    ]
    assert found == [
        {"decide_within": "4 working hours", "window": "24 hours"},
        {"decide_within": "1 hour", "window": "24 hours"},
    ]


def test_key_supervision_is_reported_on_every_two_days_and_twice_a_day_when_urgent(bundle: Bundle) -> None:
    policy = bundle.decisions["key_supervision_policy"]
    assert policy.evaluate({"urgency": "ordinary"}, scope=SCOPE) == "2 working days"
    assert policy.evaluate({"urgency": "urgent"}, scope=SCOPE) == "4 working hours"


@pytest.mark.parametrize(
    ("kind", "outcome", "matter", "wanted"),
    [
        ("consult", "explained", None, {"answers_request"}),
        ("complaint", "resolved", "130801", {"answers_request", "outcome_honest", "site_photos", "contacted"}),
        ("complaint", "resolved", "050101", {"answers_request", "outcome_honest", "contacted"}),
        ("complaint", "promised", "130801", {"answers_request", "outcome_honest", "contacted", "plan_and_date"}),
        ("complaint", "cannot_act", "130801", {"answers_request", "outcome_honest", "legal_basis", "grounds_given"}),
        ("suggestion", "adopted", "020101", {"answers_request", "outcome_honest", "plan_and_date"}),
    ],
)
def test_a_closure_needs_evidence_by_kind_outcome_and_matter(
    bundle: Bundle, kind: str, outcome: str, matter: str | None, wanted: set[str]
) -> None:
    facts = {"kind": kind, "outcome": outcome, "matter": matter}
    assert set(bundle.decisions["evidence_needed"].evaluate(facts, scope=SCOPE)) == wanted


def test_a_revision_of_the_list_is_heard_in_four_rounds_of_five_working_days(bundle: Bundle) -> None:
    rounds = [bundle.decisions["revision_policy"].evaluate({"round": number}, scope=SCOPE) for number in (1, 3, 4)]
    assert [one["may_repeat"] for one in rounds] == [True, True, False]
    assert {one["window"] for one in rounds} == {"5 working days"}


def test_clusters_and_recurrence_have_their_numbers_in_the_table(bundle: Bundle) -> None:
    for kind in ("complaint", "suggestion", "consult"):
        watch = bundle.decisions["watch_policy"].evaluate({"kind": kind}, scope=SCOPE)
        assert set(watch) == {"window_days", "proposes_from", "recurs_within_days", "apart_metres"}
        assert all(number > 0 for number in watch.values())


def test_a_case_is_extended_twice_at_most_and_the_table_says_on_what_ground(bundle: Bundle) -> None:
    for kind in ("complaint", "suggestion"):
        limit = bundle.decisions["extension_limit"].evaluate({"kind": kind}, scope=SCOPE)
        assert (limit["most"], limit["longest"]) == (2, "10 working days") and "无公开来源" in limit["source"]


@pytest.mark.parametrize("reason", codes(SUSPENSION_REASONS))
def test_every_reason_of_a_suspension_has_its_longest_time(bundle: Bundle, reason: str) -> None:
    limit = bundle.decisions["suspension_limit"].evaluate({"reason": reason}, scope=SCOPE)
    assert parse(limit["longest"]).text == limit["longest"] and "无公开来源" in limit["source"]


def test_a_recurrence_is_escalated_after_a_joint_handling_and_handed_over_the_second_time(bundle: Bundle) -> None:
    asked = [(1, False), (1, True), (2, False), (3, True)]
    steps = [
        bundle.decisions["recurrence_policy"].evaluate({"nth": nth, "after_joint": joint}, scope=SCOPE)
        for nth, joint in asked
    ]
    assert steps == ["tell", "escalate", "refer", "refer"]


def test_an_exclusion_is_decided_in_three_days_and_appealed_in_five(bundle: Bundle) -> None:
    found = bundle.decisions["exclusion_policy"].evaluate({"ground": "untrue"}, scope=SCOPE)
    assert found == {"decide_within": "3 working days", "appeal_within": "5 working days"}
    assert bundle.decisions["satisfied_from"].evaluate({"kind": None}, scope=SCOPE) == 4


def test_every_row_of_every_table_names_its_source() -> None:
    silent = []
    for path in sorted(BUNDLE.glob("*.dmn")):
        for rule in etree.parse(str(path)).getroot().iter("{*}rule"):
            source = rule.findtext("{*}annotationEntry/{*}text")
            if not source or not source.strip():
                silent.append((path.name, rule.get("id")))
    assert silent == []


def test_the_diagrams_hold_no_numbers(drawings: list[Drawing]) -> None:
    found = []
    for drawing in drawings:
        root = next(iter(drawing.elements.values())).getroottree().getroot()
        texts = [
            one.text or ""
            for tag in ("conditionExpression", "timeDate", "timeDuration", "timeCycle")
            for one in root.iter("{*}" + tag)
        ]
        texts += [one.get("value") for one in root.iter("{*}parameter")]
        found += [(drawing.file, text) for text in texts if re.search(r"\d", text)]
    assert found == []
