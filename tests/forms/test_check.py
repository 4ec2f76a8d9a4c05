"""A file that is no form people can be given is refused with every problem, its component and a sentence."""

import json
from pathlib import Path
from typing import Any

import pytest

from engine.errors import DeploymentRefused
from forms import check_form, read_form
from forms.pattern import compiled, trouble_with

SAMPLE = Path(__file__).parent / "samples" / "every_component.form"
SHIPPED = sorted(Path("forms").glob("*/*.form"))
FIELD = {"type": "textfield", "id": "a", "key": "a", "label": "甲"}


def form(*components: Any, **root: Any) -> bytes:
    return json.dumps({"type": "default", "id": "sample/x", "components": list(components), **root}).encode()


def rules_of(*components: Any, **root: Any) -> list[tuple[str | None, str]]:
    return [(p.element, p.rule) for p in check_form("x.form", form(*components, **root))]


def test_a_form_with_every_component_has_no_problem() -> None:
    assert check_form("x.form", SAMPLE.read_bytes()) == []


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_a_shipped_form_has_no_problem(path: Path) -> None:
    assert check_form(path.name, path.read_bytes()) == []


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "form-json"),
        (b"{", "form-json"),
        (b"\xff\xfe", "form-json"),
        (b"[" * 100_000, "form-json"),
        (b'{"a": NaN}', "form-json"),
        (b'{"id": 1, "id": 2}', "form-json"),
        (b" " * 300_000, "form-json"),
        (b"[]", "form-shape"),
        (b'{"properties": {}, "type": "object"}', "form-shape"),
        (b'{"components": {}, "id": "x"}', "form-shape"),
        (b'{"components": []}', "form-id"),
        (b'{"components": [], "id": "../x"}', "form-id"),
    ],
)
def test_content_that_is_no_form_gets_one_sentence(content: bytes, rule: str) -> None:
    problems = check_form("x.form", content)
    assert [(p.file, p.rule) for p in problems] == [("x.form", rule)]
    assert problems[0].message.startswith("Expected ")


@pytest.mark.parametrize(
    ("component", "rule"),
    [
        ({"type": "html", "id": "a", "content": "<b>"}, "form-component"),
        ({"type": "iframe", "id": "a"}, "form-component"),
        ({"type": "button", "id": "a"}, "form-component"),
        ({"type": ["textfield"], "id": "a"}, "form-component"),
        ({**FIELD, "onclick": "x()"}, "form-attribute"),
        ({**FIELD, "label": ""}, "form-label"),
        ({**FIELD, "label": 7}, "form-label"),
        ({**FIELD, "label": "x" * 301}, "form-label"),
        ({**FIELD, "label": "<img src=x onerror=alert(1)>"}, "form-markup"),
        ({**FIELD, "description": "{{ config }}"}, "form-markup"),
        ({**FIELD, "label": "=secret"}, "form-markup"),
        ({**FIELD, "label": "javascript:alert(1)"}, "form-markup"),
        ({**FIELD, "label": "a\u202eb"}, "form-markup"),
        ({**FIELD, "properties": {"label_en": "<b>"}}, "form-markup"),
        ({**FIELD, "properties": []}, "form-properties"),
        ({**FIELD, "key": "a b"}, "form-key"),
        ({**FIELD, "key": "_add_x"}, "form-key"),
        ({**FIELD, "key": "a.b"}, "form-key"),
        ({**FIELD, "id": "1 2"}, "form-id"),
        ({**FIELD, "conditional": {"hide": "=a ="}}, "form-condition"),
        ({**FIELD, "conditional": {"hide": "true"}}, "form-condition"),
        ({**FIELD, "conditional": {"show": "=true"}}, "form-condition"),
        ({**FIELD, "validate": {"pattern": "(a+)+$"}}, "form-pattern"),
        ({**FIELD, "validate": {"pattern": "("}}, "form-pattern"),
        ({**FIELD, "validate": {"minLength": -1}}, "form-validate"),
        ({**FIELD, "validate": {"minLength": 3, "maxLength": 2}}, "form-validate"),
        ({**FIELD, "validate": {"custom": "code"}}, "form-validate"),
        ({**FIELD, "validate": {"validationType": "url"}}, "form-validate"),
        ({**FIELD, "defaultValue": "=1"}, "form-default"),
        ({**FIELD, "type": "select"}, "form-options"),
        ({**FIELD, "type": "select", "valuesKey": "secrets"}, "form-source"),
        ({**FIELD, "type": "select", "valuesKey": "units", "values": [{"label": "x", "value": "x"}]}, "form-source"),
        ({**FIELD, "type": "radio", "values": [{"label": "x", "value": "x"}] * 2}, "form-options"),
        ({**FIELD, "type": "radio", "values": [{"label": "", "value": "x"}]}, "form-label"),
        ({**FIELD, "type": "radio", "values": [{"label": "<i>", "value": "x"}]}, "form-markup"),
        ({**FIELD, "type": "radio", "values": [{"label": "x", "value": None}]}, "form-options"),
        ({**FIELD, "type": "datetime", "subtype": "week"}, "form-datetime"),
        ({**FIELD, "type": "number", "decimalDigits": 99}, "form-number"),
        ({"type": "text", "id": "a", "text": ""}, "form-label"),
        ({"type": "text", "id": "a", "text": "<script>"}, "form-markup"),
        ({"type": "group", "id": "a", "label": "组"}, "form-empty"),
        ({"type": "dynamiclist", "id": "a", "label": "行", "components": [FIELD | {"id": "b"}]}, "form-key"),
        ({**FIELD, "type": "filepicker", "accept": '"><script>'}, "form-accept"),
    ],
)
def test_a_bad_component_is_named_with_its_rule(component: dict[str, Any], rule: str) -> None:
    found = rules_of(component)
    assert found and all(entry == (component["id"], rule) for entry in found)


def test_every_problem_is_told_at_once() -> None:
    found = rules_of(
        {"type": "html", "id": "a"}, {**FIELD, "id": "b", "label": ""}, {**FIELD, "id": "b", "key": "c"}, 7, extra=1
    )
    assert [rule for _, rule in found] == [
        "form-attribute",
        "form-component",
        "form-label",
        "form-id",
        "form-component",
    ]


def test_a_key_stands_once_in_groups_too_but_each_row_has_keys_of_its_own() -> None:
    group = {"type": "group", "id": "g", "label": "组", "components": [{**FIELD, "id": "b"}]}
    assert rules_of(FIELD, group) == [("b", "form-key")]
    rows = {"type": "dynamiclist", "id": "g", "path": "rows", "label": "行", "components": [{**FIELD, "id": "b"}]}
    assert rules_of(FIELD, rows) == []


def test_a_condition_about_a_fact_of_the_task_is_only_a_warning() -> None:
    problems = check_form("x.form", form({**FIELD, "conditional": {"hide": "=grade = 1"}}))
    assert [(p.rule, p.severity) for p in problems] == [("form-condition", "warning")]


def test_a_form_too_deep_or_too_long_is_refused_quickly() -> None:
    inner: Any = FIELD
    for level in range(200):
        inner = {"type": "group", "id": f"g{level}", "label": "组", "components": [inner]}
    assert ("form-depth") in [rule for _, rule in rules_of(inner)]
    many = [{"type": "separator", "id": f"s{n}"} for n in range(400)]
    assert [rule for _, rule in rules_of(*many)] == ["form-size"]


def test_reading_a_bad_form_raises_with_its_problems() -> None:
    with pytest.raises(DeploymentRefused) as caught:
        read_form(form({"type": "html", "id": "a"}))
    assert [p.rule for p in caught.value.problems] == ["form-component"]


@pytest.mark.parametrize(
    "pattern", [r"^1[3-9]\d{9}$", r"^[^@\s]+@[^@\s]+\.[a-z]{2,}$", r"^[A-Z]{2}-?\d+$", "粤[A-Z]", r"^(a|bc){1,3}$"]
)
def test_an_ordinary_pattern_is_admitted(pattern: str) -> None:
    assert trouble_with(pattern, 100) is None


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+$",
        "(a|aa)+$",
        "(a*)*",
        "^(a|ab|b)*c",
        "(.*)(.*)(.*)(.*)x",
        r"(a)\1",
        "(?=a)b",
        "(a|b|ab){40}",
        "a" * 201,
        "[",
        "a**",
    ],
)
def test_a_pattern_that_could_run_away_is_refused(pattern: str) -> None:
    assert trouble_with(pattern, 100)


def test_the_dearest_admitted_pattern_is_still_quick() -> None:
    assert trouble_with("^a*a*a*b", 100) is None
    assert compiled("^a*a*a*b").search("a" * 100) is None
