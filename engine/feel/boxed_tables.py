"""Decision tables from XML (DMN 1.5 §8.3)."""

import re
from dataclasses import dataclass
from typing import Any

from lxml import etree

from engine.feel.boxing import Boxing
from engine.feel.dmn_elements import child, children, identity, text_in
from engine.feel.errors import FeelSyntaxError
from engine.feel.hit_policies import AGGREGATIONS, POLICIES, SHORT, HitPolicy
from engine.feel.nodes import Literal
from engine.feel.parser import parse_tests
from engine.feel.scope import Closure, Root
from engine.feel.tables import Output, Rule, table
from engine.feel.types import ANY, FeelType
from engine.feel.unary import Test

_CONSTANT = re.compile(r'"[^"\\]*"|-?\d+(?:\.\d+)?|true|false', re.ASCII)


@dataclass(frozen=True)
class _Clause:
    """What an output column says of its values. ``allowed``: the test of the values it lists, None without any."""

    name: str
    kind: FeelType
    allowed: Test | None


def decision_table(element: etree._Element, box: Boxing) -> Closure:
    """The closure of a ``decisionTable``; everything wrong in it is reported.

    An input that is none of its column's values counts as null, and so does an output that is none of its column's.
    """
    inputs = [_input(one, box) for one in children(element, "input")]
    outputs = children(element, "output")
    if not outputs:
        box.report.add(element, "dmn-table", "Expected at least one output in the decision table, found none.")
        return lambda scope: None
    clauses = [_Clause(one.get("name", ""), _kind(one, box), _listed(one, "outputValues", box)) for one in outputs]
    rules = [_rule(one, len(inputs), clauses, box) for one in children(element, "rule")]
    made = [
        Output(clause.name, _entry(child(one, "defaultOutputEntry"), box))
        for clause, one in zip(clauses, outputs, strict=True)
    ]
    if len(outputs) > 1 and len({one.name for one in made}) < len(made):
        box.report.add(element, "dmn-table", "Expected a different name for each of the table's outputs.")
    whole = [rule for rule in rules if rule is not None]
    return box.typed(element, table(inputs, made, whole, _policy(element, outputs, box)))


def _input(element: etree._Element, box: Boxing) -> Closure:
    held = child(element, "inputExpression")
    text = text_in(child(held, "text")) if held is not None else ""
    if held is None or not text:
        box.report.add(element, "dmn-table", "Expected an input expression in every input column, found none.")
        return lambda scope: None
    value = box.expression(text, held, type_name=held.get("typeRef", "Any"))
    return box.limited(value, _listed(element, "inputValues", box))


def _rule(element: etree._Element, inputs: int, clauses: list[_Clause], box: Boxing) -> Rule | None:
    cells, values = children(element, "inputEntry"), children(element, "outputEntry")
    if len(cells) != inputs or len(values) != len(clauses):
        box.report.add(
            element,
            "dmn-table",
            f"Expected {inputs} input and {len(clauses)} output entries in the rule, "
            f"found {len(cells)} and {len(values)}.",
        )
        return None
    tests = [box.tests(text_in(child(cell, "text")), cell) for cell in cells]
    return Rule(tests, [_output(one, clause, box) for one, clause in zip(values, clauses, strict=True)])


def _output(element: etree._Element, clause: _Clause, box: Boxing) -> Closure:
    value = _entry(element, box)
    if value is None:
        return lambda scope: None
    kept = box.limited(box.fitted(clause.kind, box.fitted(_kind(element, box), value)), clause.allowed)
    text = text_in(child(element, "text"))
    if kept is not value and _CONSTANT.fullmatch(text) and kept(Root({}, None)) is None:
        box.report.doubt(
            element,
            "dmn-value",
            f"Expected a value of the type and among the values of its output column, found {text[:80]}, which becomes "
            "null. Mend it, or what the column says.",
        )
    return kept


def _kind(element: etree._Element, box: Boxing) -> FeelType:
    """The type of a column or cell. Those of other makers' own (integer, long) say nothing here."""
    return box.types.get(element.get("typeRef", "")) or ANY


def _listed(element: etree._Element, tag: str, box: Boxing) -> Test | None:
    """The test of the values that a column lists."""
    held = child(element, tag)
    return None if held is None else box.tests(text_in(child(held, "text")), held)


def _entry(element: etree._Element | None, box: Boxing) -> Closure | None:
    text = "" if element is None else text_in(child(element, "text"))
    return box.expression(text, element) if text and element is not None else None


def _policy(element: etree._Element, outputs: list[etree._Element], box: Boxing) -> HitPolicy:
    given = element.get("hitPolicy", "UNIQUE").strip().upper()
    policy = SHORT.get(given, given)
    aggregation = element.get("aggregation")
    if policy not in POLICIES:
        box.report.add(
            element,
            "dmn-hit-policy",
            f"Expected a hit policy of DMN, found ‘{given}’. Choose one of {', '.join(sorted(POLICIES))}.",
        )
        policy = "UNIQUE"
    if aggregation and (aggregation not in AGGREGATIONS or policy != "COLLECT"):
        box.report.add(
            element,
            "dmn-hit-policy",
            f"Expected SUM, COUNT, MIN or MAX on COLLECT, found ‘{aggregation}’ on {policy}. "
            "Choose COLLECT, or take it out.",
        )
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
    """The output values, best first: those the column lists, or those its type allows."""
    held = child(output, "outputValues")
    if held is None:
        held = box.types.allowed(output.get("typeRef", ""))
    text = "" if held is None else text_in(child(held, "text"))
    if not text or held is None:
        return []
    try:
        tests = parse_tests(text, frozenset()).tests
    except FeelSyntaxError as error:
        box.report.syntax(held, error)
        return []
    return [test.value for test in tests if isinstance(test, Literal)]
