"""Whole models: requirements, knowledge models, boxed expressions, types, services, imports, problems."""

from pathlib import Path
from typing import Any

import pytest

from engine.errors import DeploymentRefused
from engine.feel import FeelBudgetExceeded, Model, parse_dmn, parse_models

MODELS = Path(__file__).parent / "models"
LOAN = {"net amount": 1000, "term": 8}
LOANS = [{"net amount": 1, "term": 6}, {"net amount": 2, "term": 24}]


def read(name: str) -> Model:
    return parse_dmn((MODELS / name).read_bytes(), name)


def read_all(*names: str) -> dict[str, Model]:
    return parse_models({name: (MODELS / name).read_bytes() for name in names})


def test_a_table_drawn_without_input_data_reads_the_facts_it_names() -> None:
    decision = read("time_limit.dmn").decisions["time_limit"]
    assert decision.inputs == [("kind", "string"), ("case", "number")]
    assert decision.evaluate({"kind": "consult", "case": {"grade": 3}}) == {"budget": "1 working day", "urgent": False}
    assert decision.evaluate({"kind": "complaint", "case": {"grade": 1}}) == {"budget": "1 hour", "urgent": True}
    assert decision.evaluate({"kind": "complaint", "case": {"grade": 6}})["budget"] == "7 working days"


@pytest.mark.parametrize(
    ("name", "facts", "expected"),
    [
        ("Rate", {"Loan": LOAN}, 125),
        ("Fee in total", {"Loan": LOAN}, 252),
        ("Rate", {"Loan": [LOAN]}, 125),
        ("Rate", {"Loan": {"term": 8}}, None),
        ("Rate", {"Loan": {"net amount": "1000", "term": 8}}, None),
        ("Rate", {}, None),
        ("Grade", {"grade": "A"}, "A"),
        ("Grade", {"grade": "C"}, None),
        ("Terms", {"Loans": LOANS}, ["short", "long"]),
        ("Terms", {"Loans": LOAN}, ["short"]),
        ("Any long", {"Loans": LOANS}, True),
        ("Long ones", {"Loans": LOANS}, LOANS[1:]),
        ("Units", {}, [{"code": "H", "load": 3}, {"code": "W", "load": 5}]),
        ("Numbers", {}, [1, 2]),
        ("By service", {}, 20),
    ],
)
def test_a_decision_is_evaluated_with_all_it_requires(name: str, facts: dict[str, Any], expected: Any) -> None:
    assert read("loan.dmn").by_name[name].evaluate(facts) == expected


def test_a_service_takes_its_inputs_instead_of_deciding_them() -> None:
    service = read("loan.dmn").services["fee service"]
    assert service.evaluate({"Rate": 4}) == 10
    assert service.evaluate({"Rate": "four"}) is None


def test_inputs_are_those_of_all_required_decisions() -> None:
    model = read("loan.dmn")
    assert model.by_name["Fee in total"].inputs == [("Loan", "tLoan")]


def test_a_model_uses_what_it_imports() -> None:
    twice = read_all("imports_loan.dmn", "loan.dmn")["imports_loan.dmn"].by_name["Twice"]
    assert twice.evaluate({"Loan": LOAN, "mine": {"net amount": 100, "term": 4}}) == 150
    assert twice.evaluate({"the loans": {"Loan": LOAN}, "mine": {"net amount": 100, "term": 4}}) == 150
    assert twice.inputs == [("Loan", "tLoan"), ("mine", "the loans.tLoan")]


def test_files_that_import_each_other_may_come_in_any_order() -> None:
    names = ("imports_loan.dmn", "loan.dmn", "time_limit.dmn")
    models = read_all(*names)
    assert set(models) == set(names)
    twice = models["imports_loan.dmn"].by_name["Twice"]
    assert twice.evaluate({"Loan": LOAN, "mine": LOAN}) == 250
    with pytest.raises(DeploymentRefused) as refused:
        read_all("imports_loan.dmn", "many_problems.dmn")
    assert {problem.file for problem in refused.value.problems} == {"imports_loan.dmn", "many_problems.dmn"}


def test_every_problem_of_a_file_is_told_at_once_with_its_place() -> None:
    with pytest.raises(DeploymentRefused) as refused:
        read("many_problems.dmn")
    problems = refused.value.problems
    found = {(problem.rule, problem.element) for problem in problems}
    assert found == {
        ("dmn-import", "gone"),
        ("feel-syntax", "wrong_expression"),
        ("dmn-unknown-reference", "wrong_reference"),
        ("dmn-hit-policy", "t"),
        ("feel-syntax", "rule_with_bad_cell"),
        ("dmn-table", "rule_too_short"),
        ("dmn-unknown-type", "Wrong type"),
        ("dmn-cycle", "loop_a"),
        ("feel-only", "wrong_language"),
        ("dmn-duplicate-id", "wrong_language"),
    }
    wrong = next(problem for problem in problems if problem.element == "wrong_expression")
    assert (wrong.file, wrong.line, wrong.column) == ("many_problems.dmn", 7, 9)
    assert "Expected a value" in wrong.message


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"<definitions", "xml-syntax"),
        (b"", "xml-syntax"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><definitions/>', "xml-doctype"),
        ('<?xml version="1.0" encoding="UTF-16"?><definitions/>'.encode("utf-16"), "xml-encoding"),
        (b"<a>" + b" " * (5 * 1024 * 1024) + b"</a>", "xml-too-large"),
        (b"<a>" * 150 + b"</a>" * 150, "xml-too-deep"),
        (b"<a>" * 5000 + b"</a>" * 5000, "xml-syntax"),
        (b"<a>" + b"<b/>" * 100_001 + b"</a>", "xml-too-many"),
        (b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>', "dmn-root"),
    ],
)
def test_hostile_and_foreign_files_are_refused(content: bytes, rule: str) -> None:
    with pytest.raises(DeploymentRefused) as refused:
        parse_dmn(content, "x.dmn")
    assert [problem.rule for problem in refused.value.problems] == [rule]


def test_a_decision_that_runs_away_is_stopped() -> None:
    text = (MODELS / "loan.dmn").read_text(encoding="utf-8")
    endless = text.replace("decimal(amount / months, 2)", "rate of(amount, months)")
    with pytest.raises(FeelBudgetExceeded):
        parse_dmn(endless.encode(), "x.dmn").by_name["Rate"].evaluate({"Loan": LOAN})
