import pytest

from engine.runtime import Source
from tests.runtime.diagram import HERE, Desk


def weighed(amount):
    names = ("business_rule_task.bpmn", "business_rule_task.dmn")
    case = Desk(*(Source(name, (HERE / name).read_bytes()) for name in names)).start()
    return case.do("weigh", amount=amount)


@pytest.mark.parametrize(("amount", "size"), [(11, "large"), (2, "small"), (10.5, "large")])
def test_the_answer_becomes_a_fact(amount, size):
    case = weighed(amount)
    assert case.open == ["look"] and case.facts["size"] == size


def test_two_rules_that_fit_under_unique_are_an_incident():
    case = weighed(3)
    assert case.stuck == ["ask"] and "size_of" in case.last.incidents[0].cause
    assert case.last.incidents[0].facts["submission"] == {"amount": 3}


IMPORTING = b"""<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="a" name="a" namespace="urn:a">
  <import name="sizes" namespace="urn:suqiu:test" importType="https://www.omg.org/spec/DMN/20191111/MODEL/"/>
  <decision id="size_in_words" name="size in words">
    <informationRequirement><requiredDecision href="urn:suqiu:test#size_of"/></informationRequirement>
    <literalExpression><text>"It is " + sizes.size of</text></literalExpression>
  </decision>
</definitions>"""


def test_the_tables_of_a_bundle_may_import_each_other():
    names = ("business_rule_task.bpmn", "business_rule_task.dmn")
    sources = [Source(name, (HERE / name).read_bytes()) for name in names]
    diagram = Source(names[0], sources[0].content.replace(b"size_of", b"size_in_words"))
    case = Desk(diagram, sources[1], Source("a.dmn", IMPORTING)).start().do("weigh", amount=11)
    assert case.facts["size"] == "It is large"


TYPED = b"""<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="t" name="t" namespace="urn:t">
  <inputData id="in" name="amount"><variable name="amount" typeRef="date"/></inputData>
  <decision id="size_of" name="late"><informationRequirement><requiredInput href="#in"/></informationRequirement>
    <literalExpression><text>if amount &gt; date("2026-01-01") then amount.year else "early"</text></literalExpression>
  </decision>
</definitions>"""


@pytest.mark.parametrize(("due", "found"), [("2026-05-05", 2026), ("2025-05-05", "early"), ("soon", "early")])
def test_a_fact_is_a_date_where_the_decision_says_so(due, found):
    """Facts are JSON, which has no dates; a text that is none stays one, and is no date to the decision."""
    diagram = Source("business_rule_task.bpmn", (HERE / "business_rule_task.bpmn").read_bytes())
    case = Desk(diagram, Source("t.dmn", TYPED)).start(amount=due).do("weigh")
    assert case.facts["size"] == found
