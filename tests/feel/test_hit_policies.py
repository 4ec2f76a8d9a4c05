"""Decision tables: every hit policy."""

from typing import Any

import pytest

from engine.errors import DeploymentRefused
from engine.feel import FeelError, Model, parse_dmn

TABLE = """<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="d" name="d" namespace="urn:d">
<decision id="decision" name="decision"><decisionTable {policy}>
<input><inputExpression><text>x</text></inputExpression></input>
<output><outputValues><text>30, 20, 10</text></outputValues>{default}</output>
{rules}</decisionTable></decision></definitions>"""
RULE = "<rule><inputEntry><text>{test}</text></inputEntry><outputEntry><text>{value}</text></outputEntry></rule>"
RULES = [("&gt; 1", "10"), ("&gt; 2", "20"), ("&gt; 3", "10"), ("&gt; 4", "30")]


def table(policy: str, *, rules: list[tuple[str, str]] | None = None, default: str = "") -> Model:
    rows = "".join(RULE.format(test=test, value=value) for test, value in rules or RULES)
    held = f"<defaultOutputEntry><text>{default}</text></defaultOutputEntry>" if default else ""
    return parse_dmn(TABLE.format(policy=policy, rules=rows, default=held).encode(), "table.dmn")


def result(model: Model, x: Any) -> Any:
    return model.decisions["decision"].evaluate({"x": x})


@pytest.mark.parametrize(
    ("policy", "at_5", "at_2", "at_0"),
    [
        ('hitPolicy="FIRST"', 10, 10, None),
        ('hitPolicy="F"', 10, 10, None),
        ('hitPolicy="PRIORITY"', 30, 10, None),
        ('hitPolicy="RULE ORDER"', [10, 20, 10, 30], [10], []),
        ('hitPolicy="OUTPUT ORDER"', [30, 20, 10, 10], [10], []),
        ('hitPolicy="COLLECT"', [10, 20, 10, 30], [10], []),
        ('hitPolicy="COLLECT" aggregation="SUM"', 70, 10, None),
        ('hitPolicy="COLLECT" aggregation="COUNT"', 4, 1, 0),
        ('hitPolicy="COLLECT" aggregation="MIN"', 10, 10, None),
        ('hitPolicy="COLLECT" aggregation="MAX"', 30, 10, None),
    ],
)
def test_a_policy_takes_what_the_standard_says(policy: str, at_5: Any, at_2: Any, at_0: Any) -> None:
    model = table(policy)
    assert [result(model, x) for x in (5, 2, 0)] == [at_5, at_2, at_0]


@pytest.mark.parametrize("policy", ["", 'hitPolicy="UNIQUE"', 'hitPolicy="U"'])
def test_a_second_match_violates_unique_and_the_rules_are_named(policy: str) -> None:
    model = table(policy)
    assert result(model, 2) == 10
    with pytest.raises(FeelError, match="rules 1, 2, 3"):
        result(model, 4)


def test_any_wants_equal_outputs() -> None:
    model = table('hitPolicy="ANY"', rules=[("&gt; 1", "10"), ("&gt; 2", "10.0"), ("&gt; 3", "20")])
    assert result(model, 3) == 10
    with pytest.raises(FeelError, match="rules 1, 2, 3"):
        result(model, 4)


def test_the_default_is_taken_when_nothing_matches() -> None:
    assert result(table('hitPolicy="FIRST"', default="99"), 0) == 99
    assert result(table('hitPolicy="COLLECT"', default="99"), 0) == [99]


def test_null_matches_no_comparison() -> None:
    assert result(table('hitPolicy="FIRST"'), None) is None


@pytest.mark.parametrize(
    "policy", ['hitPolicy="OFTEN"', 'hitPolicy="COLLECT" aggregation="MEAN"', 'hitPolicy="UNIQUE" aggregation="SUM"']
)
def test_a_policy_nobody_knows_is_refused(policy: str) -> None:
    with pytest.raises(DeploymentRefused) as refused:
        table(policy)
    assert [problem.rule for problem in refused.value.problems] == ["dmn-hit-policy"]
