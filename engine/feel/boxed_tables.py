"""Decision tables from XML (DMN 1.5 §8.3)."""

from typing import Any

from lxml import etree

from engine.feel.boxing import Boxing
from engine.feel.dmn_elements import child, children, identity, text_in
from engine.feel.errors import FeelSyntaxError
from engine.feel.hit_policies import AGGREGATIONS, POLICIES, SHORT, HitPolicy
from engine.feel.nodes import Literal
from engine.feel.parser import parse_tests
from engine.feel.scope import Closure
from engine.feel.tables import Column, Output, Rule, table


def decision_table(element: etree._Element, box: Boxing) -> Closure:
    """The closure of a ``decisionTable``; everything wrong in it is reported."""
    columns = [_column(one, box) for one in children(element, "input")]
    outputs = children(element, "output")
    if not outputs:
        box.report.add(element, "dmn-table", "Expected at least one output in the decision table, found none.")
        return lambda scope: None
    rules = [_rule(one, len(columns), len(outputs), box) for one in children(element, "rule")]
    made = [Output(one.get("name", ""), _entry(child(one, "defaultOutputEntry"), box)) for one in outputs]
    if len(outputs) > 1 and len({one.name for one in made}) < len(made):
        box.report.add(element, "dmn-table", "Expected a different name for each of the table's outputs.")
    whole = [rule for rule in rules if rule is not None]
    return table(columns, made, whole, _policy(element, outputs, box))


def _column(element: etree._Element, box: Boxing) -> Column:
    held = child(element, "inputExpression")
    text = text_in(child(held, "text")) if held is not None else ""
    if held is None or not text:
        box.report.add(element, "dmn-table", "Expected an input expression in every input column, found none.")
        return Column(lambda scope: None, None)
    return Column(box.expression(text, held, type_name=held.get("typeRef", "Any")), None)


def _rule(element: etree._Element, inputs: int, outputs: int, box: Boxing) -> Rule | None:
    cells, values = children(element, "inputEntry"), children(element, "outputEntry")
    if len(cells) != inputs or len(values) != outputs:
        box.report.add(
            element,
            "dmn-table",
            f"Expected {inputs} input and {outputs} output entries in the rule, found {len(cells)} and {len(values)}.",
        )
        return None
    tests = [box.tests(text_in(child(cell, "text")), cell) for cell in cells]
    return Rule(tests, [_entry(value, box) or (lambda scope: None) for value in values])


def _entry(element: etree._Element | None, box: Boxing) -> Closure | None:
    text = "" if element is None else text_in(child(element, "text"))
    return box.expression(text, element) if text and element is not None else None


def _policy(element: etree._Element, outputs: list[etree._Element], box: Boxing) -> HitPolicy:
    given = element.get("hitPolicy", "UNIQUE").strip().upper()
    policy = SHORT.get(given, given)
    aggregation = element.get("aggregation")
    if policy not in POLICIES:
        box.report.add(element, "dmn-hit-policy", f"Expected a hit policy of DMN, found {given!r}.")
        policy = "UNIQUE"
    if aggregation and (aggregation not in AGGREGATIONS or policy != "COLLECT"):
        box.report.add(element, "dmn-hit-policy", f"Expected SUM, COUNT, MIN or MAX on COLLECT, found {aggregation!r}.")
        aggregation = None
    if aggregation and aggregation != "COUNT" and len(outputs) > 1:
        box.report.add(
            element, "dmn-hit-policy", f"Expected one output to aggregate with {aggregation}, found several."
        )
        aggregation = None
    order = [_values(output, box) for output in outputs]
    if policy in ("PRIORITY", "OUTPUT ORDER") and not any(order):
        box.report.add(
            element, "dmn-hit-policy", f"Expected output values in order of priority for {policy}, found none."
        )
    return HitPolicy(policy, aggregation, order, identity(element) or "")


def _values(output: etree._Element, box: Boxing) -> list[Any]:
    """The output values, best first."""
    held = child(output, "outputValues")
    text = "" if held is None else text_in(child(held, "text"))
    if not text or held is None:
        return []
    try:
        tests = parse_tests(text, frozenset()).tests
    except FeelSyntaxError as error:
        box.report.syntax(held, error)
        return []
    return [test.value for test in tests if isinstance(test, Literal)]
