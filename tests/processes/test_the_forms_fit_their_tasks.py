"""One form per user task, with the decisions of the design, both languages, and no free text among the facts."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from engine.runtime import Bundle
from forms.check import check_form
from tests.processes.conftest import FORMS, form_names

DECISIONS = {
    "accept": {"accept", "reject", "ask_citizen", "merge", "other_kind"},
    "accept_consult": {"answer_now", "dispatch", "reject", "other_kind"},
    "accept_suggestion": {"accept", "reject", "ask_citizen", "merge", "other_kind"},
    "sign": {"sign", "return"},
    "cosign_return": {"cosign", "withdraw"},
    "review_return": {"dispatcher_error", "reject", "open_dispute"},
    "review_closure": {"pass", "send_back"},
    "decide_repeat": {"redo", "close"},
    "evaluate": {"adopted", "partly", "not_adopted"},
    "approve_extension": {"approve", "refuse"},
    "decide_suspension": {"approve", "refuse"},
    "report_commitment": {"kept", "not_kept"},
    "approve_identity": {"grant", "refuse"},
    "report_progress": {"continue", "lift"},
    "legal_review": {"lawful", "amend"},
    "hold_meeting": {"adopt", "another_round", "drop"},
    "decide_exclusion": {"exclude", "refuse"},
    "decide_appeal": {"exclude", "refuse"},
}
FIELDS = {
    "dispatch": {"matter", "urgency", "lead_unit", "cooperating_units"},
    "handle": {"outcome", "actions", "public_reply"},
    "rule": {"lead_unit", "cooperating_units", "reason", "make_precedent", "revise_list"},
    "plan_joint_handling": {"lead_unit", "branches"},
    "sign": {"decision", "ground", "clause", "evidence", "suggested_unit"},
}


def components(form: str) -> Iterator[dict[str, Any]]:
    """Every component of a form, groups and lists looked through."""

    def walk(level: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        for one in level:
            yield one
            yield from walk(one.get("components", []))

    yield from walk(json.loads((FORMS / f"{form}.form").read_text(encoding="utf-8"))["components"])


@pytest.mark.parametrize("path", sorted(FORMS.glob("*.form")), ids=lambda path: path.stem)
def test_a_form_has_no_problems(path: Any) -> None:
    assert check_form(path.name, path.read_bytes()) == []


def test_every_user_task_has_its_form_and_every_form_a_task(bundle: Bundle) -> None:
    tasks = [
        one for process in bundle.definitions.values() for one in process.elements.values() if one.kind == "userTask"
    ]
    assert {one.properties["form"] for one in tasks} == form_names()


@pytest.mark.parametrize(("form", "values"), DECISIONS.items())
def test_a_form_offers_exactly_the_decisions_of_the_design(form: str, values: set[str]) -> None:
    (decision,) = (one for one in components(form) if one.get("key") == "decision")
    assert {option["value"] for option in decision["values"]} == values
    assert decision["validate"]["required"]


def test_what_citizens_call_not_solved_never_closes_as_resolved() -> None:
    offered = {
        one["key"]: {option["value"] for option in one["values"]}
        for one in components("decide_repeat")
        if one["type"] == "radio" and one["key"] != "decision"
    }
    assert offered == {
        "outcome_at_close": {"explained", "cannot_act"},
        "outcome_with_promise": {"promised", "explained", "cannot_act"},
        "assessment_at_close": {"adopted", "partly", "not_adopted"},
    }
    assert all(one["validate"]["required"] for one in components("decide_repeat") if one["key"] in offered)


@pytest.mark.parametrize(("form", "fields"), FIELDS.items())
def test_a_form_asks_for_what_its_task_decides(form: str, fields: set[str]) -> None:
    assert fields <= {one.get("key") or one.get("path") for one in components(form)}


def test_everything_a_person_reads_is_there_in_both_languages() -> None:
    silent = []
    for name in form_names():
        for one in components(name.partition("/")[2]):
            if not one.get("properties", {}).get("label_en"):
                silent.append((name, one.get("key")))
            silent += [(name, option["value"]) for option in one.get("values", []) if not option.get("label_en")]
            if one.get("description") and not one["properties"].get("help_en"):
                silent.append((name, one.get("key"), "help"))
    assert silent == []


def test_free_text_never_becomes_a_fact(bundle: Bundle) -> None:
    kept = []
    for process in bundle.definitions.values():
        for task in process.elements.values():
            if task.kind != "userTask":
                continue
            facts = {one.strip() for one in task.properties["facts"].split(",")}
            for one in components(task.properties["form"].partition("/")[2]):
                if (
                    one["type"] in ("textarea", "textfield", "filepicker", "dynamiclist")
                    and (one.get("key") or one.get("path")) in facts
                ):
                    kept.append((process.process_id, task.id, one.get("key")))
    assert kept == []
