"""The shipped bundle holds what the design promises, and the runtime has nothing to say against it."""

import re

from engine.actor import ROLES
from engine.operations.bundle_problems import problems_of
from engine.operations.registered import catalogue
from engine.runtime import Bundle, check_bundle
from tests.processes.conftest import files, form_names, sources

PROMISED = {
    "complaint": {"accept", "dispatch", "sign", "cosign_return", "review_return", "handle"},
    "consult": {"accept", "dispatch", "sign", "cosign_return", "review_return", "handle"},
    "suggestion": {"accept", "dispatch", "sign", "cosign_return", "review_return", "evaluate"},
    "dispute_reassign": {"give_opinion", "rule"},
    "joint_handling": {"plan_joint_handling", "record_minutes", "compile_reply"},
    "unit_branch": {"handle_branch"},
    "review": {"review_closure", "decide_repeat"},
    "extension": {"approve_extension", "approve_first_extension", "approve_second_extension"},
    "suspension": {"decide_suspension"},
    "supervision": {"supervise"},
    "commitment": {"report_commitment"},
    "matter_watch": set(),
    "identity_request": {"approve_identity"},
    "key_supervision": {"report_progress"},
    "list_revision": {"draft_revision", "give_position", "legal_review", "hold_meeting", "adopt"},
    "score_exclusion": {"decide_exclusion", "decide_appeal"},
}


def user_tasks(bundle: Bundle, process: str) -> set[str]:
    """The user tasks drawn in one process itself."""
    elements = bundle.definitions[process].elements.values()
    return {one.id for one in elements if one.kind == "userTask" and one.process == process}


def test_the_runtime_finds_neither_errors_nor_warnings() -> None:
    problems = check_bundle("citizen_request", sources(), operations=catalogue(), forms=form_names(), roles=ROLES)
    assert [str(one) for one in problems] == []


def test_a_misspelt_fact_is_told_in_every_process() -> None:
    read = re.compile(rb'(<spiffworkflow:parameter [^>]*value=")[^"]*')
    misspelt = {
        name: read.sub(rb"\1misspelt_" + name[:-5].encode(), content, count=1) if name.endswith(".bpmn") else content
        for name, content in files().items()
    }
    told = {(one.file, one.message.partition("’")[0]) for one in problems_of("citizen_request", misspelt)}
    wanted = {(f"{name}.bpmn", f"Nothing supplies the fact ‘misspelt_{name}") for name in PROMISED}
    assert wanted <= told


def test_every_process_has_the_user_tasks_the_design_names(bundle: Bundle) -> None:
    assert {process: user_tasks(bundle, process) for process in bundle.definitions} == PROMISED


def test_a_request_of_each_kind_can_be_filed_anew_as_that_kind(bundle: Bundle) -> None:
    kinds = ("consult", "suggestion", "complaint")
    assert {f"request_refiled_{kind}": kind for kind in kinds}.items() <= bundle.start_messages.items()


def test_ladders_commitments_and_joint_handlings_start_by_message(bundle: Bundle) -> None:
    started = {"start_supervision": "supervision", "start_commitment": "commitment", "convene_joint": "joint_handling"}
    started["matter_settled"] = "matter_watch"
    started["revise_list"] = "list_revision"
    assert started.items() <= bundle.start_messages.items()


def test_ids_are_readable_words(bundle: Bundle) -> None:
    ids = {one for process in bundle.definitions.values() for one in (*process.elements, *process.flows)}
    assert [one for one in sorted(ids) if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", one)] == []
